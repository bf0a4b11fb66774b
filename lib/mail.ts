import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
} from 'aws-cdk-lib/aws-ses';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { Stage } from './stage.ts';

/** SES: the domain that mails are sent from, proved by DKIM, and the settings for every mail. */
export class Mail extends Construct {
  /** The sender as RFC 5322 writes it, by the language of the mail. */
  readonly from: { readonly sv: string; readonly en: string };
  readonly configurationSetName: string;
  /** Permission to send mail as this sender, through this configuration set. */
  readonly sendStatement: PolicyStatement;
  /** SES's events about sent mails. */
  readonly events: Topic;

  constructor(scope: Construct, id: string, { mail }: Stage) {
    super(scope, id);
    const configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      reputationMetrics: true,
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
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
    const identity = new EmailIdentity(this, 'Identity', {
      identity: Identity.domain(mail.domain),
      configurationSet,
    });
    this.from = {
      sv: `${mail.name} <${mail.address}>`,
      en: `${mail.englishName ?? mail.name} <${mail.address}>`,
    };
    this.configurationSetName = configurationSet.configurationSetName;
    this.sendStatement = new PolicyStatement({
      actions: ['ses:SendRawEmail'],
      resources: [
        identity.emailIdentityArn,
        Stack.of(this).formatArn({
          service: 'ses',
          resource: 'configuration-set',
          resourceName: this.configurationSetName,
        }),
      ],
      conditions: { StringEquals: { 'ses:FromAddress': mail.address } },
    });
  }
}
