import { describe, expect, test } from 'vitest';
import { submitNeed } from '../../lambdas/app/need/submit.ts';
import type { Reference } from '../../lambdas/domain/need/reference.ts';
import type { PersonId } from '../../lambdas/domain/organisation/ids.ts';
import { now, shipped } from '../domain/fixtures.ts';
import { linkFor } from '../support/links.ts';
import { actSignedIn } from '../support/act.ts';
import { memoryStore } from '../support/memory-store.ts';
import { contact, ids, submission } from '../support/needs.ts';

const clock = () => now;

/** A need on which people act by links, and what each answer was. */
async function need() {
  const store = memoryStore();
  const submitted = { ...submission, areas: ['infrastruktur' as never], departments: [] };
  const made = await submitNeed({ organisation: shipped, store, ids, clock })(submitted, contact, {});
  const { reference } = made as { reference: Reference };
  const version = async () => (await store.read(reference))?.need.version ?? 0;
  const doing = async (person: string, action: string, fields: object = {}, seen?: number) => {
    const { link, token } = linkFor({ reference, version: 1 }, person as PersonId, now);
    await store.addAnswer({ reference, version: 1 }, link);
    const asked = { action, version: seen ?? (await version()), confirm: 'yes', ...fields };
    return (
      await actSignedIn({
        organisation: shipped,
        store,
        clock,
        random: () => 0.5,
        pause: () => Promise.resolve(),
      })(token, asked)
    ).kind;
  };
  return { doing, version };
}

const headOf = (id: string): string =>
  shipped.departments.find((department) => department.id === id)?.head ?? '';
const coordination = (actualNeed: string) => ({
  actualNeed,
  whyItArose: 'Därför',
  leadArea: 'infrastruktur',
  responsible: 'it',
  departments: ['it', 'fastighet-campus'],
});

describe('a page answers the question that it showed', () => {
  test('an approval of one proposal is not taken for another that has come in its place', async () => {
    const { doing, version } = await need();
    await doing('lisa-eliasson', 'take');
    await doing('lisa-eliasson', 'coordinate', coordination('En liten sak'));
    await doing('lisa-eliasson', 'bypass', { reason: 'legal-deadline' });
    const shown = await version();
    expect(await doing(headOf('fastighet-campus'), 'decline', { reason: 'Nej' })).toBe('done');
    await doing('lisa-eliasson', 'return', { reason: 'Tänk om' });
    await doing('lisa-eliasson', 'coordinate', coordination('Något tio gånger större'));
    await doing('lisa-eliasson', 'bypass', { reason: 'legal-deadline' });
    expect(await doing(headOf('it'), 'approve', {}, shown)).toBe('moved-on');
    expect(await doing(headOf('it'), 'approve')).toBe('done');
  });

  test('what others say, and what other departments decide in the round, leaves the question as it is', async () => {
    const { doing, version } = await need();
    await doing('lisa-eliasson', 'take');
    await doing('lisa-eliasson', 'coordinate', coordination('En liten sak'));
    await doing('lisa-eliasson', 'bypass', { reason: 'legal-deadline' });
    const shown = await version();
    expect(await doing('lisa-eliasson', 'comment', { text: 'Bråttom' })).toBe('done');
    expect(await doing(headOf('it'), 'approve', {}, shown)).toBe('done');
    expect(await doing(headOf('fastighet-campus'), 'approve', {}, shown)).toBe('done');
  });

  test('other areas make another question, also where the status stays', async () => {
    const { doing, version } = await need();
    await doing('lisa-eliasson', 'take');
    const shown = await version();
    const areas = { areas: ['infrastruktur', 'kommunikation'], reason: 'Även de' };
    expect(await doing('lisa-eliasson', 'reroute', areas)).toBe('done');
    expect(await doing('lisa-eliasson', 'ask', { question: 'Vad?' }, shown)).toBe('moved-on');
  });

  test('a version that the need has not reached is refused', async () => {
    const { doing, version } = await need();
    expect(await doing('lisa-eliasson', 'take', {}, (await version()) + 1)).toBe('moved-on');
  });
});
