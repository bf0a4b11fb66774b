import { StoreBusy } from '../../app/ports/store.ts';
import type { Submissions } from '../../app/ports/submissions.ts';
import { eventItem, linkValue, needItem, submissionItem, submissionKeyOf } from './items.ts';
import { tableKey } from './schema.ts';
import { put, putFirst, transact, update } from './table.ts';
import type { Table } from './table.ts';

/** Whoever loses to another transaction on the same need may simply try again; this often, it is no longer chance. */
const tries = 20;

export const submissionsIn = (table: Table): Submissions => ({
  async open(opening) {
    for (let attempt = 0; attempt < tries; attempt++) {
      const reasons = await transact(table, [
        putFirst(table, submissionItem(opening)),
        put(table, needItem(opening.need)),
        put(table, eventItem(opening.entry)),
      ]);
      if (!reasons) return { kind: 'stored' };
      const taken = reasons[0]?.Item;
      if (taken) return { kind: 'taken', by: submissionKeyOf(taken) };
    }
    throw new StoreBusy();
  },

  async addLink(reference, version, link) {
    const { held } = await update(
      table,
      { reference, version },
      {
        set: ['links.#link = :link'],
        conditions: [`attribute_exists(${tableKey.partition})`],
        names: { '#link': link.hash },
        values: { ':link': linkValue(link) },
      },
    );
    if (!held) throw new Error(`no event ${version} of ${reference} to add a link to`);
  },
});
