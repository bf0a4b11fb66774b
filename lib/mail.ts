import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  MailFromBehaviorOnMxFailure,
} from 'aws-cdk-lib/aws-ses';
import type { IConfigurationSet, IEmailIdentity } from 'aws-cdk-lib/aws-ses';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Aws, CfnOutput, Stack, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { dmarcRecord, identityOf, mailFromOf, mailFromRecords, written } from './mail-records.ts';
import type { Stage } from './stage.ts';

const tlsPolicies = {
  require: ConfigurationSetTlsPolicy.REQUIRE,
  optional: ConfigurationSetTlsPolicy.OPTIONAL,
};

/** SES: the domain that mails are sent from, proved by DKIM, and the settings for every mail. */
export class Mail extends Construct {
  /** The sender as RFC 5322 writes it, by the language of the mail. */
  readonly from: { readonly sv: string; readonly en: string };
  readonly configurationSetName: string;
  /** Permission to send mail as this sender, through this configuration set. */
  readonly sendStatement: PolicyStatement;
  /** SES's events about sent mails. */
  readonly events: Topic;
  readonly #anyRecipient: string | undefined;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    const { mail } = stage;
    const configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      reputationMetrics: true,
      tlsPolicy: tlsPolicies[mail.tls],
      // Tracking of opens and clicks would rewrite the links, which are secrets.
      vdmOptions: { engagementMetrics: false },
    });
    this.events = new Topic(this, 'Events', { enforceSSL: true });
    configurationSet.addEventDestination('Tell', {
      destination: EventDestination.snsTopic(this.events),
      events: [
        EmailSendingEvent.SEND,
        EmailSendingEvent.DELIVERY,
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.COMPLAINT,
        EmailSendingEvent.REJECT,
        EmailSendingEvent.RENDERING_FAILURE,
      ],
    });
    const identity = this.#identityFor(stage, configurationSet);
    this.from = {
      sv: `${mail.name} <${mail.address}>`,
      en: `${mail.englishName ?? mail.name} <${mail.address}>`,
    };
    this.configurationSetName = configurationSet.configurationSetName;
    const inSes = (resource: string, resourceName: string) =>
      Stack.of(this).formatArn({ service: 'ses', resource, resourceName });
    // In its sandbox SES wants permission on the recipient's identity too, and a trial's recipients are not known here.
    const anybody = stage.production ? undefined : inSes('identity', '*');
    this.#anyRecipient = anybody?.replace(Aws.ACCOUNT_ID, '<AWS::AccountId>');
    this.sendStatement = new PolicyStatement({
      actions: ['ses:SendRawEmail'],
      resources: [
        anybody ?? identity.emailIdentityArn,
        inSes('configuration-set', this.configurationSetName),
      ],
      conditions: { StringEquals: { 'ses:FromAddress': mail.address } },
    });
  }

  /** Tells cdk-nag why a function with `sendStatement` may send to any identity, where it may. */
  acknowledgeIn(sender: Construct): void {
    if (this.#anyRecipient === undefined) return;
    Validations.of(sender).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${this.#anyRecipient}]`,
      reason:
        'Outside production the account may be in SES’s sandbox, which asks for permission on the identities of recipients. The sender is fixed by a condition.',
    });
  }

  /** The identity by which mails are sent: the stage's own, or one that is there already. Outputs what is to be published in DNS. */
  #identityFor(stage: Stage, configurationSet: IConfigurationSet): IEmailIdentity {
    const { mail, region } = stage;
    const publish = (outputId: string, description: string, value: string) =>
      new CfnOutput(Stack.of(this), outputId, {
        value,
        description: `To be published in DNS: ${description}`,
      });
    publish(
      'Dmarc',
      'what is done with mail in the domain’s name that is not from it',
      written(dmarcRecord(mail.domain)),
    );
    if (mail.existingIdentity !== undefined)
      return EmailIdentity.fromEmailIdentityName(this, 'Identity', identityOf(stage));
    const mailFrom = mailFromOf(stage);
    const identity = new EmailIdentity(this, 'Identity', {
      identity: Identity.domain(mail.domain),
      configurationSet,
      mailFromDomain: mailFrom,
      // Until its records are published, mails go out by SES's own domain.
      mailFromBehaviorOnMxFailure: MailFromBehaviorOnMxFailure.USE_DEFAULT_VALUE,
    });
    for (const [index, { name, value }] of identity.dkimRecords.entries())
      publish(`Dkim${index + 1}`, 'proves that SES may sign for the domain', `${name} CNAME ${value}`);
    for (const [outputId, record] of Object.entries(mailFromRecords(mailFrom, region)))
      publish(outputId, 'where mails come back to', written(record));
    return identity;
  }
}
