import { expect, test } from 'vitest';
import { addressHashOf } from '../../lambdas/app/hash.ts';
import { entryOf } from '../../lambdas/app/need/history.ts';
import type { NeedFile } from '../../lambdas/app/ports/need-file.ts';
import type { Session } from '../../lambdas/domain/session/session.ts';
import { later } from '../../lambdas/domain/time/time.ts';
import type { ExportAnswer } from '../../lambdas/web/contract.ts';
import { showExport } from '../../lambdas/web/export.ts';
import { happen, now, shipped, submitter } from '../domain/fixtures.ts';
import { submitted } from '../support/needs.ts';
import { getting } from '../support/requests.ts';

/** A need with so many of the longest comments, in a script of three bytes a sign. */
function longNeed(comments: number): NeedFile {
  const { need, submission, contact, entry } = submitted();
  let file: NeedFile = { need, submission, contact, history: [entry] };
  for (let count = 0; count < comments; count++) {
    const step = ['comment', submitter, { text: '需'.repeat(4000) }] as const;
    const { event, need: after } = happen(shipped, file.need, step, later(now, count));
    const last = { submission, history: file.history.slice(-1) };
    const comment = entryOf(event, last, { recipients: [], request: String(count) });
    file = { ...file, need: after, history: [...file.history, comment] };
  }
  return file;
}

const baseUrl = 'https://behov.example.org';
const registrar = { address: addressHashOf('registrator@example.org') } as Session;
const ask = (file: NeedFile, target: string, accept: string) =>
  showExport(
    {
      organisation: shipped,
      baseUrl,
      needs: { read: () => Promise.resolve(file), readBefore: () => Promise.resolve([]) },
    },
    getting('GET /needs/{reference}/export', target, accept, { reference: file.need.reference }),
    { session: registrar, language: 'sv', now },
  );
/* What a function may answer: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const mostBytes = 6 * 1024 * 1024;

test('A need too long for one answer is exported in parts that follow on each other, as JSON and as pages', async () => {
  const file = longNeed(1_000);
  for (const accept of ['application/json', 'text/html']) {
    const versions: number[] = [];
    let parts = 0;
    for (
      let target: string | undefined = `/needs/${file.need.reference}/export`;
      target !== undefined;
      parts++
    ) {
      const answer = await ask(file, target, accept);
      expect(answer.statusCode).toBe(200);
      expect(Buffer.byteLength(JSON.stringify(answer))).toBeLessThan(mostBytes);
      const body = answer.body ?? '';
      if (accept === 'text/html') {
        versions.push(
          ...[...body.matchAll(/Kontrollsumma: /g)].map((_one, index) => versions.length + index + 1),
        );
        target = /href="([^"]+after=\d+)"/.exec(body)?.[1]?.replaceAll('&amp;', '&');
      } else {
        const { events, next } = JSON.parse(body) as ExportAnswer;
        versions.push(...events.map(({ event }) => event.version));
        target = next;
      }
      target = target?.replace(baseUrl, '');
    }
    expect(versions).toEqual(Array.from({ length: 1_001 }, (_none, index) => index + 1));
    expect(parts).toBeGreaterThan(1);
  }
});
