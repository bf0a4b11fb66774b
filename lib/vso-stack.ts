import { noFormerHosts, noMailbox, notReviewed } from '../lambdas/functions/environment.ts';
import { CfnOutput, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { routesOf } from '../lambdas/web/routes.ts';
import { Act } from './functions/act.ts';
import { Alarms } from './alarms.ts';
import { Dashboard } from './dashboard.ts';
import { DeliverNotices } from './functions/deliver-notices.ts';
import { MailFeedback } from './functions/mail-feedback.ts';
import { Show } from './functions/show.ts';
import { SubmitNeed } from './functions/submit-need.ts';
import { Sweep } from './functions/sweep.ts';
import { Mail } from './mail.ts';
import { NeedsTable } from './needs-table.ts';
import { baseUrlOf } from './stage.ts';
import type { Stage } from './stage.ts';
import { Undelivered } from './undelivered.ts';
import { WebApi } from './web-api.ts';

/**
 * One stage of the system. Requests reach the table by the API; the table's stream starts the mails, and the sweep sends those it
 * missed.
 */
export class VsoStack extends Stack {
  constructor(scope: Construct, stage: Stage) {
    super(scope, `vso-${stage.name}`, {
      description: `VSO intake: development needs, their handling and their notices (${stage.name})`,
      env: { region: stage.region },
      terminationProtection: stage.production,
    });

    // Format 1 was in a table `Needs` with other indexes, and CloudFormation changes one index of a table at a time.
    const table = new NeedsTable(this, 'NeedsTable', stage);
    const mail = new Mail(this, 'Mail', stage);
    const web = new WebApi(this, 'Web', stage);
    const undelivered = new Undelivered(this, 'Undelivered', stage);

    const service = (name: string) => `https://${name}.${stage.region}.${this.urlSuffix}`;
    const stored = { TABLE_NAME: table.tableName, AWS_ENDPOINT_URL_DYNAMODB: service('dynamodb') };
    const environment = {
      ...stored,
      BASE_URL: baseUrlOf(stage) ?? web.url,
      LIMITS: JSON.stringify(stage.limits),
    };
    const submitNeed = new SubmitNeed(this, 'SubmitNeed', { stage, table, environment });
    const show = new Show(this, 'Show', {
      stage,
      table,
      environment: {
        ...environment,
        FORMER_HOSTS: web.formerHosts.join(' ') || noFormerHosts,
        ACCESSIBILITY: stage.accessibility ? JSON.stringify(stage.accessibility) : notReviewed,
      },
    });
    const act = new Act(this, 'Act', { stage, table, environment });

    const sending = {
      ...environment,
      MAIL_FROM: mail.from.sv,
      MAIL_FROM_ENGLISH: mail.from.en,
      MAIL_REPLY_TO: stage.mail.replyTo ?? noMailbox,
      MAIL_CONFIGURATION_SET: mail.configurationSetName,
      AWS_ENDPOINT_URL_SES: service('email'),
    };
    const deliverNotices = new DeliverNotices(this, 'DeliverNotices', {
      stage,
      table,
      mail,
      undelivered,
      environment: sending,
    });
    const sweep = new Sweep(this, 'Sweep', { stage, table, mail, environment: sending });
    const mailFeedback = new MailFeedback(this, 'MailFeedback', {
      stage,
      table,
      mail,
      environment: stored,
    });
    const watched = {
      ...{ stage, web, answering: [submitNeed, show, act] },
      ...{ deliverNotices, sweep, mailFeedback },
    };
    const alarms = new Alarms(this, 'Alarms', watched);
    new Dashboard(this, 'Dashboard', { ...watched, table, alarms });

    web.route(submitNeed, ...routesOf('submit-need'));
    /* An HTTP API's own 404 page would not tell people what to do. */
    web.route(show, ...routesOf('show'), '$default');
    web.route(act, ...routesOf('act'));

    new CfnOutput(this, 'FormAddress', {
      value: environment.BASE_URL,
      description: 'Where needs are reported',
    });
    new CfnOutput(this, 'TableName', {
      value: table.tableName,
      description: 'The table that holds everything',
    });
  }
}
