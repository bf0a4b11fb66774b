import type { Sessions } from '../../app/ports/sessions.ts';
import type { AddressHash } from '../../domain/email-address.ts';
import { endOf } from '../../domain/session/session.ts';
import type { Session } from '../../domain/session/session.ts';
import { keyedItem, keyOf } from './keys.ts';
import type { Item } from './keys.ts';
import { query } from './query.ts';
import { expiry, partitions, sortKeys, tableKey } from './schema.ts';
import { deleteOf, expiresAt, putIf, readAt, stored } from './table.ts';
import type { Table } from './table.ts';

const keyOfSession = ({ address, id }: Pick<Session, 'address' | 'id'>): Item =>
  keyOf(partitions.person + address, sortKeys.session + id);

export const sessionItem = (session: Session): Item =>
  keyedItem('session', keyOfSession(session), {
    session: { S: JSON.stringify(session) },
    [expiry]: expiresAt(endOf(session.last)),
  });

const sessionIn = ({ session }: Item): Session => JSON.parse(session?.S ?? '') as Session;

export const sessionsIn = (table: Table): Sessions => ({
  async readSession(address, id) {
    const item = await readAt(table, keyOfSession({ address, id }));
    return item && sessionIn(item);
  },

  async sessionsOf(address: AddressHash) {
    const items = await query(table, {
      value: partitions.person + address,
      between: [sortKeys.session, `${sortKeys.session}~`],
      ConsistentRead: true,
    });
    return items.map(sessionIn);
  },

  async renewSession(session) {
    await stored(table, [
      putIf(table, sessionItem(session), { condition: `attribute_exists(${tableKey.partition})` }),
    ]);
  },

  async endSession(session) {
    await stored(table, [deleteOf(table, keyOfSession(session))]);
  },
});
