import { liveAnswers } from '../../domain/need/link.ts';
import { StoreBusy } from '../../app/ports/store.ts';
import type { Submissions } from '../../app/ports/submissions.ts';
import { eventItem, linkValue, needItem, submissionItem, submissionKeyOf } from './items.ts';
import { put, putFirst, readAt, transact, update } from './table.ts';
import { eventKey } from './keys.ts';
import type { Item } from './keys.ts';
import type { Table } from './table.ts';
import { mostTries } from '../../app/tries.ts';

export const submissionsIn = (table: Table): Submissions => ({
  async addNeed(opening) {
    for (let attempt = 0; attempt < mostTries; attempt++) {
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

  async addAnswer(event, link) {
    let before: Item | undefined = await readAt(table, eventKey(event));
    for (let attempt = 0; attempt < mostTries; attempt++) {
      const links = before?.['links']?.M;
      if (!links) throw new Error(`no event ${event.version} of ${event.reference} to add a link to`);
      const forgotten = Object.entries(links)
        .map(([hash, { M }]) => ({ hash, at: M?.['answeredAt']?.S ?? '' }))
        .filter(({ at }) => at !== '')
        .sort((one, other) => (one.at < other.at ? 1 : -1))
        .slice(liveAnswers - 1);
      const names = Object.fromEntries(forgotten.map(({ hash }, index) => [`#forgotten${index}`, hash]));
      const { held, item } = await update(table, eventKey(event), {
        set: ['links.#link = :link'],
        remove: Object.keys(names).map((name) => `links.${name}`),
        conditions: [
          'size(links) = :count',
          ...Object.keys(names).map((name) => `attribute_exists(links.${name})`),
        ],
        names: { '#link': link.hash, ...names },
        values: { ':link': linkValue(link), ':count': { N: String(Object.keys(links).length) } },
      });
      /* The client asks again when an answer is lost: a link that stands there is stored. */
      if (held || item['links']?.M?.[link.hash]) return;
      before = item;
    }
    throw new StoreBusy();
  },
});
