import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { paginateListSubscriptionsByTopic, SNSClient } from '@aws-sdk/client-sns';
import { ACMClient, DescribeCertificateCommand } from '@aws-sdk/client-acm';
import type { Address, Stage } from '../../lib/stage.ts';
import { isMissing } from './aws.ts';
import type { AwsSettings } from './aws.ts';
import { missingFrom } from './dns.ts';
import type { Dns } from './dns.ts';
import { findOut, fix, ok, unknown } from './finding.ts';
import type { Finding } from './finding.ts';

type Outputs = Readonly<Record<string, string>>;

/** The stage's stack. @returns its outputs, where it is deployed */
export async function aboutStack(
  settings: AwsSettings,
  { name }: Stage,
): Promise<{ readonly findings: readonly Finding[]; readonly outputs?: Outputs }> {
  let outputs: Outputs | undefined;
  const about = 'Deployment';
  const run = [`npx cdk deploy -c stage=${name}`];
  const findings = await findOut(about, async () => {
    try {
      const { Stacks = [] } = await new CloudFormationClient(settings).send(
        new DescribeStacksCommand({ StackName: `vso-${name}` }),
      );
      const [stack] = Stacks;
      const status = stack?.StackStatus ?? 'unknown';
      outputs = Object.fromEntries(
        (stack?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
      );
      return /^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(status)
        ? ok(about, `vso-${name} is deployed (${status})`)
        : fix(about, `vso-${name} is ${status}`, {
            todo: [`look at the events of vso-${name} in CloudFormation; once it is at rest:`],
            run,
          });
    } catch (fault) {
      if (!isMissing(fault)) throw fault;
      return fix(about, `vso-${name} is not deployed yet`, { run });
    }
  });
  return { findings, ...(outputs && { outputs }) };
}

/** Whether anybody hears of an alarm. */
export const aboutAlarms = (
  settings: AwsSettings,
  { name, alarmAddress }: Stage,
  topic: string | undefined,
): Promise<readonly Finding[]> =>
  findOut('Alarms', async () => {
    const about = 'Alarms';
    if (alarmAddress === undefined)
      return fix(about, 'nobody is told of them', {
        todo: [`add "alarmAddress" to config/stages/${name}.json, and deploy`],
      });
    if (topic === undefined) return unknown(about, `the deployment asks ${alarmAddress} to confirm`);
    const pages = paginateListSubscriptionsByTopic({ client: new SNSClient(settings) }, { TopicArn: topic });
    for await (const { Subscriptions = [] } of pages)
      for (const { Endpoint, SubscriptionArn = '' } of Subscriptions)
        if (Endpoint === alarmAddress && SubscriptionArn.startsWith('arn:'))
          return ok(about, `${alarmAddress} is told of them`);
    return fix(about, `${alarmAddress} has not confirmed, and is told of none`, {
      todo: [
        'press “Confirm subscription” in the mail of AWS Notifications; where it is lost, have it sent again:',
      ],
      run: [
        `aws sns subscribe --topic-arn ${topic} --protocol email --notification-endpoint ${alarmAddress} --region ${settings.region}`,
      ],
    });
  });

/** Whether the addresses of the stage lead to it, and their certificates are good. */
export async function aboutAddresses(
  settings: AwsSettings,
  { name, address, formerAddresses }: Stage,
  outputs: Outputs,
  dns: Dns,
): Promise<readonly Finding[]> {
  const all: readonly (readonly [string, Address])[] = [
    ...(address ? [['AddressRecord', address] as const] : []),
    ...formerAddresses.map((one, index) => [`FormerAddressRecord${index + 1}`, one] as const),
  ];
  const findings = all.map(async ([output, one]) => [
    ...(await findOut(`Certificate of ${one.host}`, () => aboutCertificate(settings, name, one, dns))),
    ...(await findOut(`Address ${one.host}`, () => aboutRecord(one, outputs[output], dns))),
  ]);
  return (await Promise.all(findings)).flat();
}

async function aboutCertificate(
  settings: AwsSettings,
  stage: string,
  { host, certificate, hostedZone }: Address,
  dns: Dns,
): Promise<Finding> {
  const about = `Certificate of ${host}`;
  if (certificate === undefined)
    return hostedZone
      ? ok(about, `the deployment makes it, and proves it in ${hostedZone.name}`)
      : fix(about, 'there is none, and no hosted zone to prove one in', {
          run: [
            `aws acm request-certificate --domain-name ${host} --validation-method DNS --region ${settings.region}`,
          ],
          todo: [
            `write its ARN as "certificate" beside the host in config/stages/${stage}.json, and run this again`,
          ],
        });
  const { Certificate } = await new ACMClient(settings).send(
    new DescribeCertificateCommand({ CertificateArn: certificate }),
  );
  const status = Certificate?.Status ?? 'unknown';
  const names = [Certificate?.DomainName, ...(Certificate?.SubjectAlternativeNames ?? [])];
  if (!names.some((one) => one === host || one === host.replace(/^[^.]+/, '*')))
    return fix(about, `it is for ${Certificate?.DomainName}`, {
      run: [
        `aws acm request-certificate --domain-name ${host} --validation-method DNS --region ${settings.region}`,
      ],
    });
  if (status === 'ISSUED') return ok(about, 'it is issued');
  const records = (Certificate?.DomainValidationOptions ?? []).flatMap(({ ResourceRecord }) =>
    ResourceRecord?.Name !== undefined && ResourceRecord.Value !== undefined
      ? [{ type: 'CNAME' as const, name: ResourceRecord.Name, value: ResourceRecord.Value }]
      : [],
  );
  const publish = await missingFrom(dns, records);
  return publish.length > 0
    ? fix(about, `it is not issued (${status}); AWS waits for a record`, { publish })
    : fix(about, `it is not issued (${status})`, {
        todo: [status === 'PENDING_VALIDATION' ? 'wait some minutes' : 'request another one'],
      });
}

async function aboutRecord(
  { host, hostedZone }: Address,
  output: string | undefined,
  dns: Dns,
): Promise<Finding> {
  const about = `Address ${host}`;
  if (hostedZone) return ok(about, `the deployment publishes it in ${hostedZone.name}`);
  const [, target] = /^\S+ CNAME (\S+)$/.exec(output ?? '') ?? [];
  if (target === undefined) return unknown(about, 'the deployment says where it must lead');
  const publish = await missingFrom(dns, [{ type: 'CNAME', name: host, value: target }]);
  return publish.length === 0
    ? ok(about, 'leads to the API')
    : fix(about, 'does not lead to the API', { publish });
}

/** Whether the form answers. */
export const aboutForm = (outputs: Outputs): Promise<readonly Finding[]> =>
  findOut('Form', async () => {
    const url = `${outputs['ApiAddress'] ?? outputs['FormAddress']}/health`;
    const { status } = await fetch(url, { signal: AbortSignal.timeout(15_000) });
    return status === 200
      ? ok('Form', `answers at ${outputs['FormAddress']}`)
      : fix('Form', `${url} answers with ${status}`, { todo: ['look at the log of Show in CloudWatch'] });
  });
