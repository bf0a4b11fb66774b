import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  ListRequestedServiceQuotaChangeHistoryByQuotaCommand,
  ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { AwsSettings } from './aws.ts';
import { isMissing, timeAt } from './aws.ts';
import { findOut, fix, ok } from './finding.ts';
import type { Finding } from './finding.ts';

/** By how much a clock may differ before AWS refuses what is signed by it. */
const mostSkew = 5 * 60_000;

/**
 * Who asks, in which account, and whether this machine's clock is right.
 * @returns the account, where AWS took the credentials
 */
export async function aboutCredentials(
  settings: AwsSettings,
  clock: () => number,
): Promise<{ readonly findings: readonly Finding[]; readonly account?: string }> {
  const client = new STSClient(settings);
  const time = timeAt(client);
  const credentials = await findOut('Credentials', async () => {
    const { Account, Arn } = await client.send(new GetCallerIdentityCommand());
    return ok('Credentials', `account ${Account}, as ${Arn}, in ${settings.region}`);
  });
  const theirs = time();
  const skew = theirs === undefined ? undefined : Math.abs(theirs - clock());
  const clocks: readonly Finding[] =
    skew === undefined
      ? []
      : [
          skew < mostSkew
            ? ok('Clock', 'agrees with that of AWS')
            : fix(
                'Clock',
                `differs from that of AWS by ${Math.round(skew / 60_000)} minutes, so AWS refuses calls`,
                {
                  run: ['sudo timedatectl set-ntp true'],
                },
              ),
        ];
  const [first] = credentials;
  const account = first?.state === 'ok' ? /^account (\d+)/.exec(first.says)?.[1] : undefined;
  if (account !== undefined) return { findings: [...credentials, ...clocks], account };
  const mended = credentials.map((one) =>
    fix('Credentials', one.says.replace('could not be found out', 'AWS does not take them'), {
      run: ['aws configure sso', 'export AWS_PROFILE=…'],
    }),
  );
  return { findings: [...mended, ...clocks] };
}

/* The least that templates of this version of the CDK ask for. */
const leastBootstrap = 6;

export const aboutBootstrap = (settings: AwsSettings, account: string): Promise<readonly Finding[]> =>
  findOut('Bootstrap', async () => {
    const run = [`npm run bootstrap -- aws://${account}/${settings.region}`];
    try {
      const { Stacks = [] } = await new CloudFormationClient(settings).send(
        new DescribeStacksCommand({ StackName: 'CDKToolkit' }),
      );
      const version = Stacks[0]?.Outputs?.find(
        ({ OutputKey }) => OutputKey === 'BootstrapVersion',
      )?.OutputValue;
      return Number(version) >= leastBootstrap
        ? ok('Bootstrap', `version ${version}`)
        : fix('Bootstrap', `version ${version} is older than ${leastBootstrap}`, { run });
    } catch (fault) {
      if (!isMissing(fault)) throw fault;
      return fix('Bootstrap', `account ${account} is not prepared for the CDK in ${settings.region}`, {
        run,
      });
    }
  });

/* Six functions, of which three answer people; a busy morning has some tens of requests at a time. */
const leastConcurrency = 100;
const concurrencyQuota = { ServiceCode: 'lambda', QuotaCode: 'L-B99A9384' };

export const aboutConcurrency = (settings: AwsSettings): Promise<readonly Finding[]> =>
  findOut('Lambda concurrency', async () => {
    const about = 'Lambda concurrency';
    const { AccountLimit } = await new LambdaClient(settings).send(new GetAccountSettingsCommand());
    const limit = AccountLimit?.ConcurrentExecutions ?? 0;
    if (limit >= leastConcurrency) return ok(about, `${limit} calls at a time in the account`);
    const says = `only ${limit} calls at a time in the account, so people are refused when many come`;
    const { RequestedQuotas = [] } = await new ServiceQuotasClient(settings).send(
      new ListRequestedServiceQuotaChangeHistoryByQuotaCommand(concurrencyQuota),
    );
    const open = RequestedQuotas.find(({ Status }) => Status === 'PENDING' || Status === 'CASE_OPENED');
    if (open)
      return fix(about, `${says}; ${open.DesiredValue} have been asked for`, {
        todo: ['wait until AWS Support answers, which takes some days'],
      });
    return fix(about, says, {
      run: [
        `aws service-quotas request-service-quota-increase --service-code ${concurrencyQuota.ServiceCode} --quota-code ${concurrencyQuota.QuotaCode} --desired-value 1000 --region ${settings.region}`,
      ],
    });
  });
