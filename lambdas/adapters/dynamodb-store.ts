import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  paginateQuery,
  ProvisionedThroughputExceededException,
  PutItemCommand,
  RequestLimitExceeded,
  ThrottlingException,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type {
  CancellationReason,
  DynamoDBClient,
  TransactWriteItem,
  UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { StoreBusy } from '../app/ports.ts';
import type { EventName, NeedStore, NextLook } from '../app/ports.ts';
import type { Instant } from '../domain/time.ts';
import {
  addressItem,
  addressKey,
  contactItem,
  dueKeys,
  dueOf,
  eventItem,
  eventKey,
  eventNameOf,
  fileOf,
  linkValue,
  needItem,
  noticeIn,
  noticeValue,
  partitionOf,
  referenceOf,
  statusKeyOf,
  submissionOf,
} from './items.ts';
import type { Item } from './items.ts';

/** Whoever loses to another transaction on the same need may simply try again; this often, it is no longer chance. */
const tries = 20;

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const mostKeys = 100;

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
    dueBy?: Instant;
    limit?: number;
  }): Promise<Item[]> {
    const { key, value, dueBy, limit = Infinity, ...rest } = input;
    const pages = paginateQuery(
      { client, ...(limit < Infinity && { pageSize: limit }) },
      {
        TableName: table,
        KeyConditionExpression: `#key = :value${dueBy === undefined ? '' : ' AND dueAt <= :dueBy'}`,
        ExpressionAttributeNames: { '#key': key },
        ExpressionAttributeValues: {
          ':value': { S: value },
          ...(dueBy !== undefined && { ':dueBy': { S: dueBy } }),
        },
        ...rest,
      },
    );
    const items: Item[] = [];
    try {
      for await (const page of pages) {
        items.push(...(page.Items ?? []));
        if (items.length >= limit) break;
      }
    } catch (fault) {
      throw busyOr(fault);
    }
    return items.slice(0, limit);
  }
  const due = { IndexName: 'due', key: 'dueKey' };

  /** @returns the item as it is now if the condition held, else as it was. */
  async function update(
    event: EventName,
    change: Pick<
      UpdateItemCommandInput,
      | 'UpdateExpression'
      | 'ConditionExpression'
      | 'ExpressionAttributeNames'
      | 'ExpressionAttributeValues'
      | 'ReturnValues'
    >,
  ): Promise<{ readonly held: boolean; readonly item: Item }> {
    try {
      const { Attributes = {} } = await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: eventKey(event.reference, event.version),
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          ...change,
        }),
      );
      return { held: true, item: Attributes };
    } catch (fault) {
      if (fault instanceof ConditionalCheckFailedException) return { held: false, item: fault.Item ?? {} };
      throw busyOr(fault);
    }
  }

  /** What an update says besides, so that the event is looked at again at its time. */
  function lookIn(look: NextLook | undefined) {
    if (!look) return { set: '', remove: [], values: {}, condition: '' };
    const place = dueOf(look);
    return {
      set: place ? ', dueKey = :dueKey, dueAt = :dueAt' : '',
      remove: place ? [] : ['dueKey', 'dueAt'],
      values: { ...place, ':rearmed': { N: String(look.rearmed) } },
      condition: ' AND rearmed = :rearmed',
    };
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
      const { held } = await update(
        { reference, version },
        {
          UpdateExpression: 'SET links.#link = :link',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeNames: { '#link': link.hash },
          ExpressionAttributeValues: { ':link': linkValue(link) },
        },
      );
      if (!held) throw new Error(`no event ${version} of ${reference} to add a link to`);
    },

    async claim(event, link, leasedUntil, now) {
      const { held, item } = await update(event, {
        UpdateExpression:
          'SET notices.#to.leasedUntil = :leasedUntil, notices.#to.attempts = notices.#to.attempts + :one, links.#link = :link',
        ConditionExpression:
          'notices.#to.#state = :pending AND notices.#to.dueAt <= :now AND (attribute_not_exists(notices.#to.leasedUntil) OR notices.#to.leasedUntil <= :now)',
        ExpressionAttributeNames: { '#to': link.holder, '#link': link.hash, '#state': 'state' },
        ExpressionAttributeValues: {
          ':leasedUntil': { S: leasedUntil },
          ':link': linkValue(link),
          ':one': { N: '1' },
          ':pending': { S: 'pending' },
          ':now': { S: now },
        },
        ReturnValues: 'ALL_NEW',
      });
      /* The client asks again when an answer is lost: a claim that our own link stands beside is ours. */
      if (!held && item['links']?.M?.[link.hash] === undefined) return undefined;
      const notice = noticeIn(item, link.holder);
      return notice?.leasedUntil === leasedUntil ? { ...notice, leasedUntil } : undefined;
    },

    async settle(event, claimed, outcome, { unsentLink, look }) {
      const settle = async (withLook: NextLook | undefined): Promise<boolean> => {
        const { set, remove, values, condition } = lookIn(withLook);
        const removed = [...remove, ...(unsentLink === undefined ? [] : ['links.#link'])];
        const { held } = await update(event, {
          UpdateExpression: `SET notices.#to = :outcome${set}${removed.length > 0 ? ` REMOVE ${removed.join(', ')}` : ''}`,
          ConditionExpression: `notices.#to.#state = :pending AND notices.#to.leasedUntil = :leasedUntil${condition}`,
          ExpressionAttributeNames: {
            '#to': claimed.to,
            '#state': 'state',
            ...(unsentLink !== undefined && { '#link': unsentLink }),
          },
          ExpressionAttributeValues: {
            ...values,
            ':outcome': noticeValue(outcome),
            ':pending': { S: 'pending' },
            ':leasedUntil': { S: claimed.leasedUntil },
          },
        });
        return held;
      };
      return (look !== undefined && (await settle(look))) || settle(undefined);
    },

    async lookAgain(event, look) {
      const { set, remove, values, condition } = lookIn(look);
      await update(event, {
        UpdateExpression: `SET #rearmed = :rearmed${set}${remove.length > 0 ? ` REMOVE ${remove.join(', ')}` : ''}`,
        ConditionExpression: `attribute_exists(pk)${condition}`,
        ExpressionAttributeNames: { '#rearmed': 'rearmed' },
        ExpressionAttributeValues: values,
      });
    },

    async amend(event, before, after, { added, dueAt }) {
      const { held } = await update(event, {
        UpdateExpression: [
          'SET notices.#to = :after',
          added && 'notices.#added = :added',
          dueAt !== undefined && 'dueKey = :dueKey, dueAt = :dueAt, rearmed = rearmed + :one',
        ]
          .filter(Boolean)
          .join(', '),
        ConditionExpression: `notices.#to = :before${added ? ' AND attribute_not_exists(notices.#added)' : ''}`,
        ExpressionAttributeNames: { '#to': before.to, ...(added && { '#added': added.to }) },
        ExpressionAttributeValues: {
          ':before': noticeValue(before),
          ':after': noticeValue(after),
          ...(added && { ':added': noticeValue(added) }),
          ...(dueAt !== undefined && {
            ':dueKey': { S: dueKeys.notice },
            ':dueAt': { S: dueAt },
            ':one': { N: '1' },
          }),
        },
      });
      return held;
    },

    async dueEvents(now, limit) {
      return (await query({ ...due, value: dueKeys.notice, dueBy: now, limit })).map(eventNameOf);
    },

    async troubledEvents() {
      return (await query({ ...due, value: dueKeys.troubled })).map(eventNameOf);
    },

    async dueNeeds(now) {
      return (await query({ ...due, value: dueKeys.need, dueBy: now })).map(referenceOf);
    },

    async flagged(addresses) {
      const byKey = new Map(addresses.map((address) => [addressKey(address)['pk']?.S, address]));
      const keys = [
        ...new Map(addresses.map((address) => [address.toLowerCase(), addressKey(address)])).values(),
      ];
      const found = new Set<string>();
      while (keys.length > 0) {
        const { Responses, UnprocessedKeys } = await client
          .send(
            new BatchGetItemCommand({
              RequestItems: { [table]: { Keys: keys.splice(0, mostKeys), ProjectionExpression: 'pk' } },
            }),
          )
          .catch((fault: unknown) => Promise.reject(busyOr(fault) as Error));
        for (const { pk } of Responses?.[table] ?? []) {
          const address = byKey.get(pk?.S);
          if (address !== undefined) found.add(address.toLowerCase());
        }
        keys.push(...(UnprocessedKeys?.[table]?.Keys ?? []));
      }
      return new Set(addresses.filter((address) => found.has(address.toLowerCase())));
    },

    async flag(address, because, at) {
      await client.send(new PutItemCommand({ TableName: table, Item: addressItem(address, because, at) }));
    },

    async unflag(address) {
      await client.send(new DeleteItemCommand({ TableName: table, Key: addressKey(address) }));
    },

    async list(status) {
      const items = await query({ IndexName: 'byStatus', key: 'statusKey', value: statusKeyOf(status) });
      return items.map((item) => ({
        reference: referenceOf(item),
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
