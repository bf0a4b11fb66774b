import {
  ConditionalCheckFailedException,
  GetItemCommand,
  paginateQuery,
  ProvisionedThroughputExceededException,
  RequestLimitExceeded,
  ThrottlingException,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { CancellationReason, DynamoDBClient, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { StoreBusy } from '../app/ports.ts';
import type { NeedStore } from '../app/ports.ts';
import { Reference } from '../domain/reference.ts';
import type { Instant } from '../domain/time.ts';
import {
  contactItem,
  eventItem,
  eventKey,
  fileOf,
  linkValue,
  needItem,
  noticeValue,
  partitionOf,
  statusKeyOf,
  submissionOf,
} from './items.ts';
import type { Item } from './items.ts';

/** Whoever loses to another transaction on the same need may simply try again; this often, it is no longer chance. */
const tries = 20;

/** Needs in one DynamoDB table; `items.ts` says how they lie in it. */
export function dynamoDbStore(client: DynamoDBClient, table: string): NeedStore {
  const put = (item: Item): TransactWriteItem => ({ Put: { TableName: table, Item: item } });
  const putFirst = (item: Item): TransactWriteItem => ({
    Put: {
      TableName: table,
      Item: item,
      ConditionExpression: 'attribute_not_exists(pk)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  });

  /** @returns the reasons when a condition failed or another transaction was in the way. */
  async function transact(items: TransactWriteItem[]): Promise<CancellationReason[] | undefined> {
    try {
      await client.send(new TransactWriteItemsCommand({ TransactItems: items }));
      return undefined;
    } catch (fault) {
      if (!(fault instanceof TransactionCanceledException)) throw busyOr(fault);
      const reasons = fault.CancellationReasons ?? [];
      const codes = reasons.map(({ Code }) => Code);
      if (codes.includes('ThrottlingError') || codes.includes('ProvisionedThroughputExceeded'))
        throw new StoreBusy();
      if (codes.includes('ConditionalCheckFailed') || codes.includes('TransactionConflict')) return reasons;
      throw fault;
    }
  }

  async function query(input: {
    IndexName?: string;
    ConsistentRead?: boolean;
    key: string;
    value: string;
  }): Promise<Item[]> {
    const { key, value, ...rest } = input;
    const pages = paginateQuery(
      { client },
      {
        TableName: table,
        KeyConditionExpression: '#key = :value',
        ExpressionAttributeNames: { '#key': key },
        ExpressionAttributeValues: { ':value': { S: value } },
        ...rest,
      },
    );
    const items: Item[] = [];
    try {
      for await (const page of pages) items.push(...(page.Items ?? []));
    } catch (fault) {
      throw busyOr(fault);
    }
    return items;
  }

  /** @returns whether the condition held. */
  async function update(
    key: Item,
    expression: string,
    names: Record<string, string>,
    values: Item,
    condition = 'attribute_exists(pk)',
  ): Promise<boolean> {
    try {
      await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: key,
          UpdateExpression: expression,
          ConditionExpression: condition,
          ExpressionAttributeNames: names,
          ExpressionAttributeValues: values,
        }),
      );
      return true;
    } catch (fault) {
      if (fault instanceof ConditionalCheckFailedException) return false;
      throw busyOr(fault);
    }
  }

  return {
    async open(need, contact, entry, submission) {
      for (let attempt = 0; attempt < tries; attempt++) {
        const reasons = await transact([
          putFirst(eventItem(entry, submission)),
          put(needItem(need)),
          put(contactItem(need.reference, contact)),
        ]);
        if (!reasons) return { kind: 'stored' };
        const taken = reasons[0]?.Item;
        if (taken) return { kind: 'taken', by: submissionOf(taken) };
      }
      throw new StoreBusy();
    },

    async read(reference) {
      return fileOf(await query({ key: 'pk', value: partitionOf(reference), ConsistentRead: true }));
    },

    async append(need, entry) {
      const reasons = await transact([
        {
          Put: {
            TableName: table,
            Item: needItem(need),
            ConditionExpression: 'version = :before',
            ExpressionAttributeValues: { ':before': { N: String(need.version - 1) } },
          },
        },
        putFirst(eventItem(entry)),
      ]);
      return reasons ? 'moved-on' : 'stored';
    },

    async addLink(reference, version, link) {
      const added = await update(
        eventKey(reference, version),
        'SET links.#link = :link',
        { '#link': link.hash },
        { ':link': linkValue(link) },
      );
      if (!added) throw new Error(`no event ${version} of ${reference} to add a link to`);
    },

    claim(reference, version, link, leasedUntil, now) {
      return update(
        eventKey(reference, version),
        'SET notices.#to.leasedUntil = :leasedUntil, links.#link = :link',
        { '#to': link.holder, '#link': link.hash, '#state': 'state' },
        {
          ':leasedUntil': { S: leasedUntil },
          ':link': linkValue(link),
          ':pending': { S: 'pending' },
          ':now': { S: now },
        },
        'notices.#to.#state = :pending AND (attribute_not_exists(notices.#to.leasedUntil) OR notices.#to.leasedUntil < :now)',
      );
    },

    async settle(reference, version, notice, others) {
      const key = eventKey(reference, version);
      const names = { '#to': notice.to };
      const values = { ':notice': noticeValue(notice) };
      if (others) {
        const otherNames = Object.fromEntries(others.map((to, index) => [`#other${index}`, to]));
        const closed = await update(
          key,
          'SET notices.#to = :notice REMOVE dueKey, dueAt',
          { ...names, ...otherNames, ...(others.length > 0 && { '#state': 'state' }) },
          { ...values, ...(others.length > 0 && { ':pending': { S: 'pending' } }) },
          [
            'attribute_exists(pk)',
            ...others.map((_, index) => `notices.#other${index}.#state <> :pending`),
          ].join(' AND '),
        );
        if (closed) return;
      }
      if (!(await update(key, 'SET notices.#to = :notice', names, values))) {
        throw new Error(`no event ${version} of ${reference} to settle a notice of`);
      }
    },

    async list(status) {
      const items = await query({ IndexName: 'byStatus', key: 'statusKey', value: statusKeyOf(status) });
      return items.map((item) => ({
        reference: Reference.parse(item['pk']?.S?.slice('NEED#'.length)),
        title: item['title']?.S ?? '',
        since: item['since']?.S as Instant,
      }));
    },

    async ping() {
      await client.send(
        new GetItemCommand({ TableName: table, Key: { pk: { S: 'HEALTH' }, sk: { S: 'HEALTH' } } }),
      );
    },
  };
}

const busyOr = (fault: unknown): unknown =>
  fault instanceof ProvisionedThroughputExceededException ||
  fault instanceof RequestLimitExceeded ||
  fault instanceof ThrottlingException
    ? new StoreBusy(undefined, { cause: fault })
    : fault;
