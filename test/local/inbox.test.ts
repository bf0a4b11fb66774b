import { appendFileSync, readFileSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startInbox, type Inbox } from '../../local/inbox.ts';
import { dataFolder } from './data-folder.ts';

async function mailTo({ port }: Inbox, subject: string): Promise<void> {
  const message = `From: a@example.org\r\nTo: b@example.org\r\nSubject: ${subject}\r\n\r\nHello`;
  await fetch(`http://127.0.0.1:${port}`, {
    method: 'POST',
    headers: { authorization: 'AWS4-HMAC-SHA256 Credential=local' },
    body: new URLSearchParams({
      Action: 'SendRawEmail',
      'Destinations.member.1': 'b@example.org',
      'RawMessage.Data': Buffer.from(message).toString('base64'),
      'Tags.member.1.Name': 'to',
      'Tags.member.1.Value': subject,
    }),
  });
}

async function subjects({ port }: Inbox): Promise<string[]> {
  const response = await fetch(`http://127.0.0.1:${port}/store`);
  return ((await response.json()) as { emails: { subject: string }[] }).emails.map(({ subject }) => subject);
}

/** Runs the inbox, and ends it as a kill would. */
async function run<Result>(
  dataDir: string,
  during: (inbox: Inbox) => Promise<Result>,
  mostMails?: number,
): Promise<Result> {
  const inbox = await startInbox(0, dataDir, mostMails);
  try {
    return await during(inbox);
  } finally {
    await inbox.stop();
  }
}

test('a mail that a crash cut off in the file damages no other', async () => {
  const dataDir = dataFolder();
  await run(dataDir, (inbox) => mailTo(inbox, 'whole'));
  appendFileSync(join(dataDir, 'inbox.jsonl'), '{"messageId":"half');
  await run(dataDir, (inbox) => mailTo(inbox, 'after'));
  expect(await run(dataDir, subjects)).toEqual(['whole', 'after']);
});

test('a mail that comes after the inbox was cleared is handled and kept, and those before are not', async () => {
  const dataDir = dataFolder();
  await run(dataDir, async (inbox) => {
    await mailTo(inbox, 'one');
    await mailTo(inbox, 'two');
    const handled: unknown[] = [];
    inbox.onMail(({ tags }) => Promise.resolve(handled.push(tags['to']?.[0])));
    await fetch(`http://127.0.0.1:${inbox.port}/clear-store`, { method: 'POST' });
    await mailTo(inbox, 'three');
    await expect.poll(() => handled).toContain('three');
  });
  expect(await run(dataDir, subjects)).toEqual(['three']);
});

test('a mail comes again at every start until it is handled', async () => {
  const dataDir = dataFolder();
  /** Sends a mail in a run of its own. The second run handles the first mail, and no run another. @returns which mails came */
  const received = (subject: string) =>
    run(dataDir, async (inbox) => {
      const subjects: (string | undefined)[] = [];
      inbox.onMail(({ tags }) => {
        const to = tags['to']?.[0];
        subjects.push(to);
        const isHandled = subject === 'second' && to === 'first';
        return isHandled ? Promise.resolve() : new Promise(() => undefined);
      });
      await mailTo(inbox, subject);
      await expect.poll(() => subjects).toContain(subject);
      return subjects;
    });
  expect(await received('first')).toEqual(['first']);
  expect(await received('second')).toEqual(['first', 'second']);
  expect(await received('third')).toEqual(['second', 'third']);
});

test('the latest mails are kept, over a restart as well, and the file with them does not grow for ever', async () => {
  const dataDir = dataFolder();
  const sent = Array.from({ length: 25 }, (_, index) => `mail ${index + 1}`);
  const handled: unknown[] = [];
  const kept = await run(
    dataDir,
    async (inbox) => {
      inbox.onMail(({ tags }) => Promise.resolve(handled.push(tags['to']?.[0])));
      for (const subject of sent) {
        await mailTo(inbox, subject);
        expect(readFileSync(join(dataDir, 'inbox.jsonl'), 'utf8').split('\n').length - 1).toBeLessThanOrEqual(
          12,
        );
      }
      await expect.poll(() => handled).toEqual(sent);
      return subjects(inbox);
    },
    10,
  );
  expect(kept).toEqual(sent.slice(-10));
  expect(await run(dataDir, subjects, 10)).toEqual(kept);
});

test('a mail is noted as not handled by one more line, however many are, and the lines go once they are handled', async () => {
  const dataDir = dataFolder();
  const path = join(dataDir, 'unhandled-mails.jsonl');
  const lineCount = () => readFileSync(path, 'utf8').split('\n').length - 1;
  await run(
    dataDir,
    async (inbox) => {
      const handle: (() => void)[] = [];
      inbox.onMail(() => new Promise<void>((handled) => handle.push(handled)));
      await mailTo(inbox, 'first');
      const { ino } = statSync(path);
      for (let count = 2; count <= 25; count++) {
        await mailTo(inbox, `mail ${count}`);
        expect([lineCount(), statSync(path).ino]).toEqual([count, ino]);
      }
      await expect.poll(() => handle.length).toBe(25);
      for (const handled of handle) handled();
      await expect.poll(lineCount).toBeLessThanOrEqual(10);
    },
    10,
  );
  const again: unknown[] = [];
  await run(dataDir, async (inbox) => {
    inbox.onMail(({ tags }) => Promise.resolve(again.push(tags['to']?.[0])));
    await mailTo(inbox, 'after');
    await expect.poll(() => again).toContain('after');
  });
  expect(again).toEqual(['after']);
});

test('a kept connection is never closed, so that no mail is sent on one that is closing', async () => {
  const { status, headers } = await run(dataFolder(), ({ port }) =>
    fetch(`http://127.0.0.1:${port}/health-check`),
  );
  /* Otherwise the header says after how many seconds it is closed. */
  expect([status, headers.get('keep-alive')]).toEqual([200, null]);
});

test('an inbox that can keep no more mails says so, and takes nobody else with it', async () => {
  const dataDir = dataFolder();
  await run(dataDir, async (inbox) => {
    await mkdir(join(dataDir, 'inbox.jsonl'));
    await expect(mailTo(inbox, 'lost')).rejects.toThrow('fetch failed');
    expect(await inbox.failure).toMatchObject({ code: 'EISDIR' });
  });
});
