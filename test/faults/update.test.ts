import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import { Reference } from '../../lambdas/domain/need/reference.ts';
import type { NeedStore } from '../../lambdas/app/ports/store.ts';
import { startLocal } from '../../local/system.ts';
import type { LocalSystem } from '../../local/system.ts';
import { typed } from '../bin/typed.ts';
import { dataFolder } from '../local/data-folder.ts';
import { aNeed, Inbox, look, mailOf, postNeed, press, storeOf } from '../support/people.ts';
import type { StoredMail } from '../support/people.ts';
import { assemblyBefore, hasVersionBefore, versionBefore } from '../support/version-before.ts';

/*
 * The functions of the version before and those of this one, as each would be deployed, over one database. What an update meets: needs
 * under way, mails to be sent, and for some minutes both versions at work, since CloudFormation replaces one function after the other.
 */

const developer = 'lisa.eliasson@example.org';

/** Submits a need. @returns its reference and the path of its submitter's link */
async function submit({ url }: LocalSystem, title: string) {
  const response = await postNeed(url, { ...aNeed, title, areas: ['infrastruktur'] });
  expect(response.status).toBe(201);
  const { reference, link } = (await response.json()) as { reference: string; link: string };
  return { reference: Reference.parse(reference), link };
}

/** The notices of needs, each as `reference version recipient state`. */
async function noticesIn(store: NeedStore, references: readonly Reference[]): Promise<readonly string[]> {
  const files = await Promise.all(references.map((reference) => store.read(reference)));
  return files.flatMap((file) =>
    (file?.history ?? []).flatMap(({ event, notices }) =>
      notices.map(({ to, state }) => `${file?.need.reference} ${event.version} ${to} ${state}`),
    ),
  );
}

async function mailsOf({ mailUrl }: LocalSystem): Promise<readonly StoredMail[]> {
  return ((await (await fetch(`${mailUrl}/store`)).json()) as { emails: StoredMail[] }).emails;
}

/** Those mails that a notice led to: about one of the needs, which each names. */
const aboutNeeds = (mails: readonly StoredMail[], references: readonly Reference[]) =>
  mails.filter(({ body }) => references.some((reference) => body.text.includes(reference)));

describe.skipIf(!hasVersionBefore)(`An update from the version before (${versionBefore})`, () => {
  let before: Awaited<ReturnType<typeof assemblyBefore>>;
  beforeAll(async () => {
    before = await assemblyBefore();
  });
  afterAll(() => before.remove());

  test('loses no need and no mail, and neither does the way back', async () => {
    const dataDir = dataFolder();
    let port = 0;
    const references: Reference[] = [];
    /* The needs that were submitted under the version that ran last, with the mails about them still to be sent. */
    let left: Awaited<ReturnType<typeof submit>>[] = [];
    for (const assembly of [before.assembly, inject('assembly'), before.assembly, inject('assembly')]) {
      const system = await startLocal({ port, mailPort: 0, dataDir, assembly, withoutTriggers: true });
      try {
        port = Number(new URL(system.url).port);
        const inbox = new Inbox(system);
        await system.runSchedules();
        /* Sent by this version, from what the other stored. */
        for (const { reference, link } of left) {
          expect(await look(link)).toMatchObject({ reference, status: 'received' });
          const mails = aboutNeeds(await mailsOf(system), [reference]).map((mail) => mailOf(mail).to);
          expect(mails, `those who are told of ${reference}`).toContain(developer);
        }
        if (left[0]) {
          const { link } = await inbox.latest(developer, 'take', left[0].reference);
          expect(await press(link, 'take')).toMatchObject({ body: { status: 'clarifying' } });
        }
        left = [await submit(system, 'Ett eluttag'), await submit(system, 'En skärm')];
        references.push(...left.map(({ reference }) => reference));
      } finally {
        await system.stop();
      }
    }
    const system = await startLocal({
      port,
      mailPort: 0,
      dataDir,
      assembly: inject('assembly'),
      withoutTriggers: true,
    });
    onTestFinished(() => system.stop());
    await system.runSchedules();
    const notices = await noticesIn(storeOf(system), references);
    expect(notices.filter((notice) => !/ (sent|delivered)$/.test(notice))).toEqual([]);
    expect(aboutNeeds(await mailsOf(system), references)).toHaveLength(notices.length);
    expect(await typed('needs', { DATA_DIR: dataDir }, 'verify')).toMatchObject({
      code: 0,
      out: `${references.length} need(s) verified\n`,
    });
  });

  test('leaves both at work for a while: needs come in by either, and each mail is sent once', async () => {
    const first = await startLocal({
      port: 0,
      mailPort: 0,
      dataDir: dataFolder(),
      assembly: before.assembly,
    });
    onTestFinished(() => first.stop());
    process.env['AWS_ENDPOINT_URL_DYNAMODB'] = first.databaseUrl;
    const second = await startLocal({
      port: 0,
      mailPort: 0,
      dataDir: dataFolder(),
      assembly: inject('assembly'),
    }).finally(() => delete process.env['AWS_ENDPOINT_URL_DYNAMODB']);
    onTestFinished(() => second.stop());
    const systems = [first, second];
    const submitted = await Promise.all(
      [...systems, ...systems, ...systems].map((system, index) => submit(system, `Behov ${index}`)),
    );
    const references = submitted.map(({ reference }) => reference);
    const store = storeOf(first);
    await expect
      .poll(async () =>
        (await noticesIn(store, references)).filter((notice) => !/ (sent|delivered)$/.test(notice)),
      )
      .toEqual([]);
    const mails = (await Promise.all(systems.map(mailsOf))).flat();
    const notices = await noticesIn(store, references);
    expect(aboutNeeds(mails, references)).toHaveLength(notices.length);
    /* What one has made, the other shows. */
    for (const { reference, link } of submitted)
      for (const { url } of systems)
        expect(await look(url + new URL(link).pathname)).toMatchObject({ reference });
  });
});
