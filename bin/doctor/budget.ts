import { BudgetsClient, DescribeBudgetCommand } from '@aws-sdk/client-budgets';
import type { Stage } from '../../lib/stage.ts';
import { isMissing } from './aws.ts';
import type { AwsSettings } from './aws.ts';
import { findOut, fix, ok, unknown } from './finding.ts';
import type { Finding } from './finding.ts';

/**
 * Whether somebody is told when the account costs more than the stage expects. CloudFormation has no budgets in eu-north-1, so the
 * deployment cannot make one.
 */
export async function aboutBudget(
  settings: AwsSettings,
  { name, monthlyBudget, alarmAddress }: Stage,
  account: string,
): Promise<readonly Finding[]> {
  const about = 'Budget';
  if (monthlyBudget === undefined) return [];
  if (alarmAddress === undefined)
    return [unknown(about, 'it is told to "alarmAddress", which the stage does not have')];
  const budget = {
    // All that its mail says of what to do.
    BudgetName: `vso-${name}, docs/operations.md, The costs exceed the budget`,
    BudgetType: 'COST',
    TimeUnit: 'MONTHLY',
    BudgetLimit: { Amount: String(monthlyBudget), Unit: 'USD' },
  };
  const told = [
    {
      Notification: { NotificationType: 'ACTUAL', ComparisonOperator: 'GREATER_THAN', Threshold: 100 },
      Subscribers: [{ SubscriptionType: 'EMAIL', Address: alarmAddress }],
    },
  ];
  return findOut(about, async () => {
    try {
      const { Budget } = await new BudgetsClient(settings).send(
        new DescribeBudgetCommand({ AccountId: account, BudgetName: budget.BudgetName }),
      );
      const amount = Number(Budget?.BudgetLimit?.Amount);
      return amount === monthlyBudget
        ? ok(about, `${monthlyBudget} US dollars a month for the account`)
        : fix(about, `is ${amount} US dollars a month, and ${monthlyBudget} in the stage file`, {
            run: [
              `aws budgets update-budget --account-id ${account} --new-budget '${JSON.stringify(budget)}'`,
            ],
          });
    } catch (fault) {
      if (!isMissing(fault)) throw fault;
      return fix(about, 'nobody is told when the account costs more than expected', {
        run: [
          `aws budgets create-budget --account-id ${account} --budget '${JSON.stringify(budget)}' --notifications-with-subscribers '${JSON.stringify(told)}'`,
        ],
      });
    }
  });
}
