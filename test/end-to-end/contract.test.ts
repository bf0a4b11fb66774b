import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { startLocal } from '../../local/system.ts';
import type { LocalSystem } from '../../local/system.ts';
import { routes } from '../../lambdas/web/routes.ts';
import { askLeave, fetchByContract } from '../support/contract.ts';
import { aNeed, cookieFor, Inbox, look, postNeed, press, storeOf } from '../support/people.ts';

let dataDir: string;
let system: LocalSystem;
let inbox: Inbox;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'vso-contract-'));
  system = await startLocal({ port: 0, mailPort: 0, dataDir, assembly: inject('assembly') });
  inbox = new Inbox(system);
});
afterAll(async () => {
  await system.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetchByContract(new URL(path, system.url), { headers });
const postForm = (path: string, form: string | URLSearchParams, headers: Record<string, string> = {}) =>
  fetchByContract(new URL(path, system.url), {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html', ...headers },
    body: form.toString(),
  });
const aForm = () => {
  const { submitter, ...rest } = aNeed;
  return new URLSearchParams({ ...rest, submitterName: submitter.name, submitterEmail: submitter.email });
};
const submitted = async (body: object = {}): Promise<{ reference: string; link: string }> =>
  (await (await postNeed(system.url, { ...aNeed, ...body })).json()) as { reference: string; link: string };
const problemOf = async (response: Response) => {
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  return (await response.json()) as {
    title: string;
    detail: string;
    status: unknown;
    version?: number;
    errors?: { field: string; message: string }[];
  };
};
/** The link of the developer of infrastruktur to a need of that area. */
async function developersLink(): Promise<{ developer: string; submitter: string; head: string }> {
  await inbox.skip();
  const { link } = await submitted({ areas: ['infrastruktur'] });
  const mails = await inbox.next(5);
  const linkTo = (start: string) => mails.find(({ to }) => to.startsWith(start))?.link ?? '';
  return { developer: linkTo('lisa'), head: linkTo('chef.it'), submitter: link };
}

describe('what anybody can ask for', () => {
  test.each(['/', '/en'])('GET %s is a form that works without JavaScript', async (path) => {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/html');
    const page = await response.text();
    expect(page).toContain(`<html lang="${path === '/' ? 'sv' : 'en'}"`);
    expect(page).toMatch(/<form[^>]*action="[^"]*\/needs"/);
  });

  test('a page of its own language keeps it, whatever the browser prefers', async () => {
    for (const [path, language] of [
      ['/', 'sv'],
      ['/en', 'en'],
      ['/integritet', 'sv'],
      ['/en/privacy', 'en'],
      ['/tillganglighet', 'sv'],
      ['/en/accessibility', 'en'],
    ] as const) {
      const other = language === 'sv' ? 'en' : 'sv';
      const page = await (await get(path, { 'accept-language': other })).text();
      expect(page).toContain(`<html lang="${language}"`);
    }
  });

  test('GET /needs, as after a reload of a refused form, leads to the form', async () => {
    const response = await fetchByContract(`${system.url}/needs`);
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe(`${system.url}/`);
  });

  test('a refusal is in the language that the client likes best', async () => {
    const title = async (language: string) =>
      (await problemOf(await get('/n/made-up', { accept: 'application/json', 'accept-language': language })))
        .title;
    const [swedish, english] = [await title('sv'), await title('en')];
    expect(swedish).not.toBe(english);
    expect(await title('en;q=0.1, sv')).toBe(swedish);
    expect(await title('sv-SE;q=0.5,en-GB')).toBe(english);
    expect(await title('es-SV, de')).toBe(swedish);
  });

  test('GET /organisation names areas, topics, departments and schools, and no person or address', async () => {
    const response = await get('/organisation');
    expect(response.headers.get('cache-control')).toContain('max-age');
    const text = await response.text();
    expect(text).not.toContain('@');
    expect(text).not.toContain('Lisa');
    const organisation = JSON.parse(text) as Record<'areas' | 'departments' | 'schools', { id: string }[]>;
    expect(organisation.areas.map(({ id }) => id)).toEqual([
      ...[
        'utbildningsadministration',
        'infrastruktur',
        'kommunikation',
        'utbildning',
        'forskning',
        'styrning',
      ],
    ]);
    expect(organisation.areas[1]).toMatchObject({
      departments: ['studentservice', 'fastighet-campus', 'it'],
    });
    expect(organisation.departments).toHaveLength(8);
    expect(organisation.schools).toHaveLength(5);
  });

  test('GET /health answers when the store does', async () => {
    expect((await get('/health')).status).toBe(200);
  });

  test('GET /openapi.json describes every route', async () => {
    const api = (await (await get('/openapi.json')).json()) as {
      paths: Record<string, { get?: object; post?: object }>;
    };
    const described = Object.entries(api.paths).flatMap(([path, { get, post }]) => [
      ...(get ? [`GET ${path}`] : []),
      ...(post ? [`POST ${path}`] : []),
    ]);
    expect(described.sort()).toEqual(Object.keys(routes).sort());
  });

  test('every answer keeps links from leaking, foreign code from running and other sites out', async () => {
    const { link } = await submitted();
    const asset = /\/assets\/[^"]+/.exec(await (await get('/')).text())?.[0] ?? '';
    const answers = [
      ...(await Promise.all(
        ['/', '/en', '/organisation', '/openapi.json', '/health', asset, link, '/n/made-up', '/nowhere'].map(
          (path) => get(path),
        ),
      )),
      await postNeed(system.url, {}),
      await postForm('/needs', aForm()),
      await postForm(link, 'action=take'),
      await fetchByContract(link, { method: 'DELETE' }),
    ];
    for (const { headers, url, status } of answers) {
      expect(Object.fromEntries(headers), `${status} ${url}`).toMatchObject({
        'content-security-policy': expect.stringMatching(/^default-src 'none';(?!.*unsafe)/) as string,
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'permissions-policy': expect.stringContaining('camera=()') as string,
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      });
    }
    /* The browser alone keeps a form, so that whoever goes back finds its key. */
    expect((await get('/')).headers.get('cache-control')).toBe('private, max-age=0');
    for (const path of [link, '/n/made-up'])
      expect((await get(path)).headers.get('cache-control')).toBe('no-store');
  });

  test.each([
    ['DELETE', '/', 'GET, HEAD'],
    ['POST', '/en', 'GET, HEAD'],
    ['PUT', '/needs', 'GET, HEAD, POST'],
    ['PATCH', '/n/made-up', 'GET, HEAD, POST'],
    ['POST', '/openapi.json', 'GET, HEAD'],
    ['OPTIONS', '/needs', 'GET, HEAD, POST'],
  ])('%s %s is refused with the methods that the address knows', async (method, path, allow) => {
    const ask = (headers: Record<string, string>) =>
      fetchByContract(new URL(path, system.url), { method, headers });
    const titles = ['sv', 'en'].map(async (language) => {
      const page = await ask({ accept: 'text/html', 'accept-language': language });
      expect([page.status, page.headers.get('allow')]).toEqual([405, allow]);
      const json = await ask({ accept: 'application/json', 'accept-language': language });
      expect([json.status, json.headers.get('allow')]).toEqual([405, allow]);
      const { title, status } = await problemOf(json);
      expect(status).toBe(405);
      expect(await page.text()).toContain(title);
      return title;
    });
    expect(new Set(await Promise.all(titles)).size).toBe(2);
  });

  test('HEAD is answered as GET is, without a body', async () => {
    for (const path of ['/', '/organisation', '/n/made-up', '/nowhere']) {
      const [head, got] = await Promise.all([
        fetchByContract(new URL(path, system.url), { method: 'HEAD' }),
        get(path),
      ]);
      expect([head.status, head.headers.get('content-type')]).toEqual([
        got.status,
        got.headers.get('content-type'),
      ]);
      expect(await head.text()).toBe('');
    }
  });
});

describe('a submission', () => {
  test('from a browser is answered with the way to its page', async () => {
    const response = await postForm('/needs', aForm());
    expect(response.status).toBe(303);
    const page = await get(response.headers.get('location') ?? '', { accept: 'text/html' });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain(aNeed.title);
  });

  test('lacking much is refused with every mistake at once, in the reader’s language', async () => {
    const body = {
      title: ' ',
      cause: 'x'.repeat(2001),
      areas: ['nowhere'],
      deadlineDate: '2026-02-30',
      language: 'en',
    };
    const response = await postNeed(system.url, body);
    expect(response.status).toBe(422);
    const { errors = [] } = await problemOf(response);
    expect(errors.map(({ field }) => field).sort()).toEqual([
      ...[
        'affected',
        'areas',
        'cause',
        'deadlineDate',
        'problem',
        'submitter.email',
        'submitter.name',
        'title',
      ],
    ]);
    expect(errors.find(({ field }) => field === 'cause')?.message).toContain('2');
    const swedish = await problemOf(await postNeed(system.url, { ...body, language: 'sv' }));
    expect(swedish.errors?.[0]?.message).not.toBe(errors[0]?.message);
  });

  test('refused in a browser comes back with everything that was written and a message at each field', async () => {
    const form = aForm();
    form.set('submitterEmail', 'inte en adress');
    form.set('workaround', 'Vi ropar "högre" & <starkare>');
    form.append('areas', 'infrastruktur');
    form.append('areas', 'styrning');
    const response = await postForm('/needs', form);
    expect(response.status).toBe(422);
    const page = await response.text();
    expect(page).toContain('Vi ropar');
    expect(page).toContain('&lt;starkare>');
    expect(page).toContain('inte en adress');
    expect(
      page.match(/<input[^>]*name="areas"[^>]*>/g)?.filter((input) => input.includes('checked')),
    ).toHaveLength(2);
    expect(page).toMatch(/aria-invalid="true"/);
    expect(page).toContain(aNeed.problem);
  });

  test('filled to every limit is taken in, whatever is written', async () => {
    for (const text of ['Vi går runt på våningen och letar efter en sal. ', '我们找教室', '🎓']) {
      const filled = (most: number) => text.repeat(most).slice(0, most).trim();
      const form = aForm();
      for (const name of ['problem', 'cause', 'effect', 'ifNothing', 'workaround'])
        form.set(name, filled(2000));
      for (const name of ['affected', 'goal']) form.set(name, filled(1000));
      expect((await postForm('/needs', form)).status).toBe(303);
    }
  });

  test('with a key that came before gives the same reference, a link that works, and one need', async () => {
    await inbox.skip();
    const headers = { 'idempotency-key': 'a key of my own' };
    const first = await postNeed(system.url, aNeed, headers);
    const second = await postNeed(system.url, aNeed, headers);
    expect([first.status, second.status]).toEqual([201, 201]);
    const [one, other] = (await Promise.all([first.json(), second.json()])) as {
      reference: string;
      link: string;
    }[];
    expect(other?.reference).toBe(one?.reference);
    expect(await look(other?.link ?? '')).toEqual(await look(one?.link ?? ''));
    await inbox.next(2);
  });

  test('sent ten times at once with one key makes one need', async () => {
    await inbox.skip();
    const form = aForm();
    form.set('submissionKey', 'pressed ten times');
    const responses = await Promise.all(Array.from({ length: 10 }, () => postForm('/needs', form)));
    expect(responses.map(({ status }) => status)).toEqual(responses.map(() => 303));
    const references = responses.map(
      ({ headers }) => /\/n\/(B\d\d-.{5})/.exec(headers.get('location') ?? '')?.[1],
    );
    expect(new Set(references).size).toBe(1);
    await inbox.next(2);
  });

  test('with a key that came before and other words is a conflict, and in a browser the words are kept', async () => {
    const headers = { 'idempotency-key': 'another key' };
    await postNeed(system.url, aNeed, headers);
    const response = await postNeed(system.url, { ...aNeed, title: 'Något annat' }, headers);
    expect(response.status).toBe(409);
    await problemOf(response);
    const form = aForm();
    form.set('title', 'Något tredje');
    const page = await postForm('/needs', form, headers);
    expect(page.status).toBe(409);
    expect(await page.text()).toContain('Något tredje');
  });

  test('whose words are hostile is inert wherever it is shown', async () => {
    await inbox.skip();
    const title =
      'Hej\r\nBcc: alla@example.org <script>alert(1)</script>\u202E"><img src=x onerror=alert(1)>';
    const { link, reference } = await submitted({
      title,
      areas: ['styrning'],
      problem: '</textarea><script>x</script>',
    });
    const page = await (await get(link, { accept: 'text/html' })).text();
    expect(page).not.toMatch(/<script>(alert|x)/);
    expect(page).not.toContain('<img src=x');
    for (const mail of await inbox.next(4)) {
      const isReceipt = mail.to === aNeed.submitter.email;
      expect(mail.subject).toMatch(
        isReceipt ? /^Ett behov har anmälts/ : new RegExp(`^\\[Behov ${reference}\\] [^\\r\\n\\u202E]*$`),
      );
      expect(mail.html).not.toMatch(/<script|<img src=x/);
      expect(mail.to).not.toContain('alla@');
    }
  });
});

describe('a page of another site', () => {
  const friend = 'http://localhost:8080';

  test('that is allowed may post the form by script, and read the answer', async () => {
    const preflight = await askLeave(`${system.url}/needs`, {
      origin: friend,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type,idempotency-key',
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(friend);
    expect(preflight.headers.get('access-control-allow-methods')).toContain('POST');
    expect(preflight.headers.get('access-control-allow-headers')).toMatch(/content-type.*idempotency-key/);
    const answer = await postNeed(system.url, aNeed, { origin: friend });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('access-control-allow-origin')).toBe(friend);
  });

  test('that nobody has allowed may not read the answer, but a plain form there works', async () => {
    const stranger = { origin: 'https://elsewhere.example.org' };
    expect(
      (await postNeed(system.url, aNeed, stranger)).headers.get('access-control-allow-origin'),
    ).toBeNull();
    expect((await postForm('/needs', aForm(), stranger)).status).toBe(303);
    expect((await postForm('/needs', aForm(), { origin: 'null' })).status).toBe(303);
  });
});

describe('a body that cannot be read is refused', () => {
  const tooMany = 128 * 1024 + 1;

  test.each([
    ['not JSON', 'application/json', '{"title":', 400],
    ['JSON but a list', 'application/json', '[]', 400],
    ['JSON but null', 'application/json', 'null', 400],
    ['a form of bytes that are no text', 'application/x-www-form-urlencoded', 'title=%ff%fe', 400],
    ['bytes that are no text', 'application/json', new Uint8Array([0x7b, 0xff, 0xfe]), 400],
    ['XML', 'application/xml', '<need/>', 415],
    ['a file', 'multipart/form-data; boundary=x', '--x--', 415],
    ['a file of bytes that are no text', 'application/pdf', new Uint8Array([0x25, 0xff, 0xfe]), 415],
    ['more than 128 kB', 'application/json', JSON.stringify({ ...aNeed, problem: 'x'.repeat(tooMany) }), 413],
    [
      'a form of more than 128 kB',
      'application/x-www-form-urlencoded',
      `problem=${'x'.repeat(tooMany)}`,
      413,
    ],
  ])('%s', async (_what, type, body, status) => {
    const { link } = await submitted();
    for (const url of [`${system.url}/needs`, link]) {
      const headers = { 'content-type': type, accept: 'application/json' };
      const response = await fetchByContract(url, { method: 'POST', headers, body });
      expect(response.status).toBe(status);
      const { title, detail } = await problemOf(response);
      expect(title.length * detail.length).toBeGreaterThan(0);
    }
  });

  test('unless it is within 128 kB to the byte', async () => {
    const form = aForm();
    form.set('unknown', '');
    form.set('unknown', 'x'.repeat(128 * 1024 - form.toString().length));
    expect((await postForm('/needs', form)).status).toBe(303);
    form.set('unknown', `${form.get('unknown')}x`);
    expect((await postForm('/needs', form)).status).toBe(413);
  });
});

describe('an address that leads nowhere', () => {
  test.each([
    ['GET', '/n/'],
    ['GET', '/behov/ny?x=1'],
    ['DELETE', '/behov'],
  ])('is answered with a page that says what to do: %s %s', async (method, path) => {
    const answer = await fetchByContract(new URL(path, system.url), {
      method,
      headers: { accept: 'text/html' },
    });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    expect(await answer.text()).toContain('Adressen leder ingenstans.');
  });

  test('is answered to a program in JSON, in its language', async () => {
    const answer = await get('/n/', { accept: 'application/json', 'accept-language': 'en' });
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(await answer.json()).toMatchObject({ status: 404, title: 'There is no such page' });
  });
});

describe('a link', () => {
  test('that is made up, unknown or malformed gets one and the same answer', async () => {
    const { link } = await submitted();
    const wrong = [
      '/n/x',
      '/n/B26-00000-' + 'A'.repeat(43),
      link.slice(0, -1) + (link.endsWith('A') ? 'B' : 'A'),
      `${link}x`,
      '/n/%00%0d%0a',
      '/n/__proto__',
    ];
    const answers = await Promise.all(
      wrong.flatMap((url) => [
        get(url, { accept: 'application/json' }),
        fetchByContract(new URL(url, system.url), {
          method: 'POST',
          headers: { accept: 'application/json', 'content-type': 'application/json' },
          body: JSON.stringify({ action: 'take', version: 1, confirm: 'yes' }),
        }),
      ]),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
    expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1);
  });

  test.each([')', '.', '/', '//', '=', '%20', '%22'])('is followed also with %s at its end', async (end) => {
    const { link, reference } = await submitted();
    const asJson = { accept: 'application/json' };
    const led = await get(link + end, asJson);
    const answer = led.status === 303 ? await get(led.headers.get('location') ?? '', asJson) : led;
    expect(await answer.json()).toMatchObject({ reference });
  });

  test('shows the latest thirty events, and where those before them are', async () => {
    const { link } = await submitted();
    for (let said = 1; said <= 34; said++) {
      const body = JSON.stringify({ action: 'comment', version: said, confirm: 'yes', text: `Sagt ${said}` });
      const headers = { accept: 'application/json', 'content-type': 'application/json' };
      expect((await fetchByContract(new URL(link), { method: 'POST', headers, body })).status).toBe(200);
    }
    const read: (string | null)[][] = [];
    for (let next: string | undefined = link; next !== undefined;) {
      const answer = await get(next, { accept: 'application/json' });
      const { history, earlier } = (await answer.json()) as {
        history: { comment: string | null }[];
        earlier?: string;
      };
      read.unshift(history.map(({ comment }) => comment));
      next = earlier;
    }
    expect(read.map(({ length }) => length)).toEqual([5, 30]);
    expect(read.flat()).toEqual([null, ...Array.from({ length: 34 }, (_, index) => `Sagt ${index + 1}`)]);
    const page = await (await get(link, { accept: 'text/html' })).text();
    expect(page).toContain('Sagt 5<');
    expect(page).not.toContain('Sagt 4<');
    expect(page).toContain('?before=6#history');
  });

  test('shows its holder who they are and what they can do, and nothing of what they cannot', async () => {
    const { developer, submitter, head } = await developersLink();
    expect(await look(developer)).toMatchObject({
      status: 'received',
      version: 1,
      you: { name: 'Lisa Eliasson', roles: ['developer'] },
      actions: [
        { name: 'take', fields: [] },
        ...['coordinate', 'ask', 'refer', 'reroute', 'comment', 'register', 'readdress'].map((name) => ({
          name,
        })),
      ],
    });
    expect(await look(submitter)).toMatchObject({
      you: { name: 'Kim Lärare', roles: ['submitter'] },
      actions: [
        { name: 'withdraw' },
        { name: 'comment', fields: [{ name: 'text', kind: 'text', required: true }] },
        { name: 'readdress', needs: 'link', fields: [{ name: 'address', kind: 'text' }] },
      ],
      history: [{ action: 'submit', status: 'received', by: 'Kim Lärare', comment: null }],
    });
    expect(await look(head)).toMatchObject({
      you: { roles: ['area-lead', 'head'] },
      actions: [{ name: 'comment' }],
    });
  });
});

describe('what breaks addresses', () => {
  test('line breaks, slashes and overlong challenges are answered, and nothing is lost', async () => {
    const { developer } = await developersLink();
    for (const path of ['/n/x%0D%0Ay/', '/n/x%00/', `/sign-in/${'x'.repeat(2050)}`])
      expect((await get(path)).status, path).toBeLessThan(500);
    const body = new URLSearchParams({ action: 'comment', version: '1', text: 'Hej', confirm: 'yes' });
    for (const junk of ['%0D%0A', '%00', '%22']) {
      const answer = await fetchByContract(developer + junk, { method: 'POST', body });
      expect(answer.status, junk).toBe(401);
    }
    const slashed = await fetchByContract(`${developer}/`, { method: 'POST', body });
    expect([slashed.status, slashed.headers.get('location')]).toEqual([308, developer]);
    expect((await get('/health')).status).toBe(200);
    for (const method of ['GET', 'POST'])
      expect((await fetchByContract(`${system.url}/needs/foo`, { method })).status).toBe(401);
  });
});

describe('an action', () => {
  test('without its confirmation or its fields is refused with all that is lacking', async () => {
    const { developer } = await developersLink();
    await press(developer, 'take');
    const response = await fetchByContract(developer, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ action: 'coordinate', version: 2, leadArea: 'styrning', departments: [] }),
    });
    expect(response.status).toBe(422);
    const { errors = [] } = await problemOf(response);
    expect(errors.find(({ field }) => field === 'actualNeed')?.message).toContain('Det faktiska behovet');
    expect(errors.map(({ field }) => field).sort()).toEqual([
      ...['actualNeed', 'confirm', 'leadArea', 'responsible', 'whyItArose'],
    ]);
  });

  test('that does not exist, or without a version, is refused', async () => {
    const { developer } = await developersLink();
    const refused = await press(developer, 'explode', {}, 1);
    expect(refused).toMatchObject({ httpStatus: 422, body: { errors: [{ field: 'action' }] } });
    for (const version of ['first', null, true, [], -1, 0, 1.5, '1e1']) {
      expect(await press(developer, 'take', { version })).toMatchObject({
        httpStatus: 422,
        body: { errors: [{ field: 'version' }] },
      });
    }
  });

  test('that belongs to somebody else is forbidden', async () => {
    const { developer, submitter, head } = await developersLink();
    for (const [link, action] of [
      [developer, 'approve'],
      [submitter, 'take'],
      [head, 'take'],
      [developer, 'evaluate'],
    ] as const) {
      expect(await press(link, action)).toMatchObject({ httpStatus: 403 });
    }
  });

  test('that is no longer possible is a conflict that names the present status and version', async () => {
    const { developer, submitter } = await developersLink();
    await press(submitter, 'withdraw');
    expect(await press(developer, 'take', {}, 1)).toMatchObject({
      httpStatus: 409,
      body: { status: 'withdrawn', version: 2 },
    });
  });

  test('on a version that has moved on is a conflict, also when it would still be possible', async () => {
    const { developer } = await developersLink();
    await press(developer, 'take');
    expect(await press(developer, 'refer', { referredTo: 'Servicedesk', reason: 'Fel' }, 1)).toMatchObject({
      httpStatus: 409,
      body: { status: 'clarifying', version: 2 },
    });
    expect(await press(developer, 'take', {}, 99)).toMatchObject({ httpStatus: 409 });
  });

  test('pressed twice happens once, and the second press is told the recorded outcome', async () => {
    const { developer } = await developersLink();
    const first = await press(developer, 'take', {}, 1);
    await press(developer, 'comment', { text: 'Därefter' });
    expect(await press(developer, 'take', {}, 1)).toEqual(first);
    expect(await look(developer)).toMatchObject({ version: 3 });
  });

  test('on a page read in the other language is answered in that language', async () => {
    const { developer } = await developersLink();
    const english = `${developer}?language=en`;
    const page = await (await get(english, { accept: 'text/html' })).text();
    expect(page).toContain('<html lang="en"');
    expect(page).toContain(`href="${developer}?language=sv"`);
    expect(page).toContain(`action="${english}"`);
    const refused = await postForm(english, 'action=take&version=1');
    expect(await refused.text()).toContain('<html lang="en"');
    const cookie = await cookieFor(storeOf(system), 'lisa.eliasson@example.org');
    const done = await postForm(english, 'action=take&version=1&confirm=yes', { cookie });
    expect(done.headers.get('location')).toBe(english);
  });

  test('from a plain form leads back to the page', async () => {
    const { developer } = await developersLink();
    const cookie = await cookieFor(storeOf(system), 'lisa.eliasson@example.org');
    const response = await postForm(developer, 'action=take&version=1&confirm=yes', { cookie });
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe(developer);
  });

  test('refused in a browser keeps what was written, also when the need has moved on meanwhile', async () => {
    const { developer, submitter } = await developersLink();
    const words = 'Tre stycken & "citat"';
    const lacking = await postForm(
      developer,
      new URLSearchParams({ action: 'refer', version: '1', reason: words }),
    );
    expect(lacking.status).toBe(422);
    expect(await lacking.text()).toContain('Tre stycken &amp;');
    await press(submitter, 'withdraw');
    const late = await postForm(
      developer,
      new URLSearchParams({
        action: 'refer',
        version: '1',
        reason: words,
        referredTo: 'Servicedesk',
        confirm: 'yes',
      }),
    );
    expect(late.status).toBe(409);
    const page = await late.text();
    expect(page).toContain('Tre stycken &amp;');
    expect(page).toContain('Tillbakadraget');
  });
});

test('what the submitter may not read is not shown to them', async () => {
  const { developer, submitter } = await developersLink();
  await press(developer, 'comment', { text: 'Mellan oss' });
  await press(developer, 'comment', { text: 'Till dig', audience: 'submitter' });
  const comments = (await look(submitter)).history.map(({ comment }) => comment);
  expect(comments).toEqual([null, 'Till dig']);
  expect((await look(developer)).history.map(({ comment }) => comment)).toEqual([
    null,
    'Mellan oss',
    'Till dig',
  ]);
});
