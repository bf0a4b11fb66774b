import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import type { Stage } from '../../lib/stage.ts';
import { missingIndexes } from '../restored-table.ts';
import { isMissing } from './aws.ts';
import type { AwsSettings } from './aws.ts';
import { findOut, fix, ok } from './finding.ts';
import type { Finding } from './finding.ts';

/** Whether the table that the stage takes up can be used, and is recoverable. What the stack itself makes is not looked at. */
export const aboutTable = (
  settings: AwsSettings,
  { name: stage, existingTable }: Stage,
): Promise<readonly Finding[]> => {
  const about = 'Table';
  return findOut(about, async () => {
    if (!existingTable) return [];
    const { name, stream } = existingTable;
    const equip = { run: [`npm run restore -- adopt ${name} --stage ${stage}`] };
    const client = new DynamoDBClient(settings);
    try {
      const { Table = {} } = await client.send(new DescribeTableCommand({ TableName: name }));
      const missing = missingIndexes(Table);
      if (missing.length > 0)
        return fix(about, `${name} lacks ${missing.join(', ')}, which this release reads`, {
          todo: ['add the index, or deploy the release of its time'],
        });
      if (!Table.StreamSpecification?.StreamEnabled || Table.LatestStreamLabel !== stream)
        return fix(
          about,
          `${name} has another stream than the stage file says, or none: no mail would be sent`,
          {
            ...equip,
            todo: [`write the line that this prints into config/stages/${stage}.json:`],
          },
        );
      const { ContinuousBackupsDescription: backups } = await client.send(
        new DescribeContinuousBackupsCommand({ TableName: name }),
      );
      return backups?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus === 'ENABLED'
        ? ok(about, `${name} is there, with its stream and recovery to a point in time`)
        : fix(about, `${name} cannot be restored to a point in time`, equip);
    } catch (fault) {
      if (!isMissing(fault)) throw fault;
      return fix(about, `there is no ${name}`, { run: [`npm run restore -- list --stage ${stage}`] });
    }
  });
};
