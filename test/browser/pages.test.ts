import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { startLocal } from '../../local/system.ts';
import type { LocalSystem } from '../../local/system.ts';
import { aNeed, cookieFor, Inbox, look, postNeed, storeOf } from '../support/people.ts';
import { isWhole } from '../support/whole.ts';
import { expectAccessible, expectNoSidewaysScroll, openBrowser } from './browser.ts';
import { doAction, fillIn, keyboard, mouse, report, wayToDone } from './walker.ts';
import type { Hand } from './walker.ts';

const phone = { width: 390, height: 844 };
const desktop = { width: 1280, height: 900 };

let dataDir: string;
let system: LocalSystem;
let browser: Browser;
let inbox: Inbox;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'vso-pages-'));
  const start = { port: 0, mailPort: 0, dataDir, assembly: inject('assembly'), unthrottled: true };
  [system, browser] = await Promise.all([startLocal(start), openBrowser()]);
  inbox = new Inbox(system);
});
afterAll(async () => {
  await browser.close();
  await system.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function withPage<Result>(
  options: BrowserContextOptions,
  use: (page: Page, context: BrowserContext) => Promise<Result>,
): Promise<Result> {
  const context = await browser.newContext({ locale: 'sv-SE', timezoneId: 'Europe/Stockholm', ...options });
  context.setDefaultTimeout(Number(process.env['SOON'] ?? 120_000));
  const complaints: string[] = [];
  try {
    const page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      /* The browser itself reports every answer of 400 and above. */
      const text = message.text();
      if (message.type() === 'error' && !text.startsWith('Failed to load resource')) complaints.push(text);
    });
    return await use(page, context);
  } finally {
    await context.close();
    expect(complaints, 'what the browser complained of').toEqual([]);
  }
}

/** Signs a browser in, as somebody else than before where somebody was. */
async function signIn(page: Page, email: string): Promise<void> {
  const [name = '', value = ''] = (await cookieFor(storeOf(system), email)).split('=');
  await page.context().addCookies([{ name, value, url: system.url }]);
}

/** Enters the code that has been mailed, on the page that asks for it. */
async function enterCode(page: Page, hand: Hand): Promise<void> {
  const form = 'form[action*="/sign-in/"]';
  const challenge = (await page.getAttribute(form, 'action'))?.replace(/.*\//, '') ?? '';
  const { digits } = await inbox.code(challenge);
  await hand.fill(page, '#code', digits);
  await Promise.all([page.waitForEvent('load'), hand.press(page, `${form} button[type=submit]`)]);
}

describe('from the form to Klart', () => {
  const ways: [string, Hand, BrowserContextOptions][] = [
    ['with the keyboard alone', keyboard, { viewport: desktop }],
    ['with JavaScript off', mouse, { viewport: desktop, javaScriptEnabled: false }],
    ['in a window of 320 pixels', mouse, { viewport: { width: 320, height: 640 } }],
  ];
  test.each(isWhole ? ways : ways.slice(1, 2))('%s', async (_how, hand, options) => {
    await inbox.skip();
    await withPage(options, async (page) => {
      const scripted = options.javaScriptEnabled !== false;
      const here = async (state: string) => {
        if (!scripted) return;
        await expectNoSidewaysScroll(page, state);
        if (hand !== mouse) return;
        await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
        await expectAccessible(page, state);
      };
      await page.goto(system.url);
      await here('form');
      await fillIn(page, hand, 'form', report);
      await Promise.all([page.waitForURL(/\/n\//), hand.press(page, 'form button[type=submit]')]);
      await here('receipt');
      expect(await page.textContent('main')).toContain('Tack, ditt behov är mottaget');
      const receipt = page.url();

      let before = '';
      for (const [person, action, ...fields] of wayToDone) {
        /* Whoever has just acted goes on from their page; the others come from their mail. */
        const link =
          person === before ? page.url().replace(/[?#].*/, '') : (await inbox.latest(person, action)).link;
        if (person !== before) await page.context().clearCookies();
        await page.goto(`${link}?action=${action}#${action}`);
        await here(`${person} before ${action}`);
        await doAction(page, hand, action, fields);
        expect(await page.locator('#code').count(), 'asked for a code').toBe(person === before ? 0 : 1);
        if (person !== before) {
          await here(`${person} is asked for a code`);
          await enterCode(page, hand);
        }
        before = person;
        await here(`${person} after ${action}`);
      }
      expect((await look(receipt)).status).toBe('completed');
      await page.goto(receipt);
      expect(await page.textContent('main')).toContain('Klart');
      await inbox.skip();
    });
  });
});

describe('the form', () => {
  test('refused, takes the reader to the mistakes, and each of them leads to its field', async () => {
    await withPage({ viewport: desktop }, async (page) => {
      await page.goto(system.url);
      await page.fill('[name=title]', 'Bara en rubrik');
      await page.fill('[name=submitterEmail]', 'inte en adress');
      await Promise.all([page.waitForEvent('load'), page.click('form button[type=submit]')]);
      expect(await page.title()).toMatch(/^Fel: /);
      expect(await page.evaluate('document.activeElement?.textContent')).toMatch(/rätta .* saker/);
      expect(await page.inputValue('[name=title]')).toBe('Bara en rubrik');
      expect(await page.inputValue('[name=submitterEmail]')).toBe('inte en adress');
      await page.click('a[href="#problem"]');
      expect(await page.evaluate('document.activeElement?.getAttribute("name")')).toBe('problem');
      const described = await page.getAttribute('[name=problem]', 'aria-describedby');
      const messages = (described ?? '').split(' ').map((id) => page.textContent(`#${id}`));
      expect((await Promise.all(messages)).join(' ')).toContain('Skriv vad som inte fungerar');
    });
  });

  test('offers a draft again after the browser has crashed, and forgets it once it is sent', async () => {
    await withPage({ viewport: desktop }, async (page, context) => {
      await page.goto(system.url);
      await page.fill('[name=title]', 'Ett påbörjat behov');
      await page.fill('[name=problem]', 'Halvvägs in i meningen');
      await page.fill('[name=submitterName]', 'Kim Lärare');
      await page.click('#more > summary');
      await page.check('input[name=areas][value=styrning]');
      const drafts = () => page.evaluate('JSON.stringify(Object.values(localStorage))');
      /* What was filled in last is stored last. */
      await expect.poll(drafts).toContain('styrning');
      expect(await drafts()).toContain('Halvvägs');
      expect(await drafts()).not.toContain('Kim Lärare');
      await page.close({ runBeforeUnload: false });

      const again = await context.newPage();
      /* The browser hands a closed page's storage on when it comes to it. */
      await expect
        .poll(async () => {
          await again.goto(system.url);
          return again.isVisible('#draft');
        })
        .toBe(true);
      await again.click('#draft button:first-of-type');
      expect(await again.inputValue('[name=title]')).toBe('Ett påbörjat behov');
      expect(await again.inputValue('[name=problem]')).toBe('Halvvägs in i meningen');
      expect(await again.isChecked('input[name=areas][value=styrning]')).toBe(true);
      await fillIn(again, mouse, 'form', report);
      await Promise.all([again.waitForURL(/\/n\//), again.click('form button[type=submit]')]);
      await again.goto(system.url);
      expect(await again.isVisible('#draft')).toBe(false);
      expect(await again.evaluate('localStorage.length')).toBe(0);
    });
  });

  test('sent, gone back to and sent again leads to the receipt that is there, and asks where it was changed', async () => {
    await inbox.skip();
    await withPage({ viewport: desktop }, async (page) => {
      const send = () => Promise.all([page.waitForEvent('load'), page.click('form button[type=submit]')]);
      await page.goto(system.url);
      await fillIn(page, mouse, 'form', report);
      await send();
      const reference = await page.textContent('.reference');
      await page.goBack();
      await send();
      expect(await page.textContent('.reference')).toBe(reference);
      await page.goBack();
      await page.fill('[name=title]', 'En helt annan rubrik');
      await send();
      expect(await page.textContent('h2')).toContain('Rättar du det du skickade');
      expect(await page.inputValue('[name=title]')).toBe('En helt annan rubrik');
      await page.click('#sent-before + p a');
      expect(await page.textContent('.reference')).toBe(reference);
    });
    await inbox.next(5);
  });

  test('whose sending hangs comes alive again, and is cleared of all that was written', async () => {
    await withPage({ viewport: desktop }, async (page) => {
      await page.goto(system.url);
      await fillIn(page, mouse, 'form', report);
      /* The answer never comes. */
      await page.route('**/needs', () => undefined);
      const isDead = () =>
        page.evaluate('document.querySelector("form button[type=submit]").getAttribute("aria-disabled")');
      await page.click('form button[type=submit]');
      expect(await isDead()).toBe('true');
      await page.fill('[name=title]', 'Ändrad');
      expect(await isDead()).toBeNull();
      await page.click('form button[type=reset]');
      expect(await page.inputValue('[name=title]')).toBe('');
      expect(await page.inputValue('[name=submitterName]')).toBe('');
      expect(await page.evaluate('localStorage.length')).toBe(0);
    });
  });

  test('pressed twice sends once', async () => {
    await inbox.skip();
    await withPage({ viewport: desktop }, async (page) => {
      let posts = 0;
      page.on('request', (request) => {
        if (request.method() === 'POST') posts++;
      });
      await page.goto(system.url);
      await fillIn(page, mouse, 'form', report);
      await Promise.all([page.waitForURL(/\/n\//), page.dblclick('form button[type=submit]')]);
      expect(posts).toBe(1);
    });
    await inbox.next(5);
  });

  test.runIf(isWhole)(
    'is sent again by itself while the system is too busy, and makes one need of all attempts',
    async () => {
      await inbox.skip();
      await withPage({ viewport: desktop }, async (page) => {
        const keys: string[] = [];
        await page.route('**/needs', async (route) => {
          const sent = new URLSearchParams(route.request().postData() ?? '');
          keys.push(sent.get('submissionKey') ?? '');
          if (keys.length === 1) {
            /* As API Gateway answers where the stage is throttled; where Lambda has no function left; and where an answer is lost. */
            await route.fulfill({ status: 429, json: { message: 'Too Many Requests' } });
          } else if (keys.length === 2) {
            await route.fulfill({ status: 503, json: { message: 'Service Unavailable' } });
          } else if (keys.length === 3) {
            await route.fetch();
            await route.abort();
          } else await route.continue();
        });
        await page.goto(system.url);
        await fillIn(page, mouse, 'form', report);
        await page.click('form button[type=submit]');
        await expect.poll(() => page.textContent('#waiting')).toContain('Vi försöker igen');
        await page.waitForURL(/\/n\//);
        expect(keys).toHaveLength(4);
        expect(new Set(keys).size).toBe(1);
        expect(await page.textContent('.reference')).toMatch(/B\d\d-/);
      });
      await inbox.next(5);
    },
  );

  test('is sent again where the connection breaks within the answer', async () => {
    await inbox.skip();
    await withPage({ viewport: phone }, async (page) => {
      let attempts = 0;
      await page.route('**/needs', async (route) => {
        attempts++;
        if (attempts > 1) return route.continue();
        await route.fulfill({ response: await route.fetch(), body: '{"li' });
      });
      await page.goto(system.url);
      await fillIn(page, mouse, 'form', report);
      await page.click('form button[type=submit]');
      await page.waitForURL(/\/n\//);
      expect(attempts).toBe(2);
    });
    await inbox.next(5);
  });

  test('says so when it cannot be sent, keeps all that was written, and can be sent later', async () => {
    await inbox.skip();
    await withPage({ viewport: phone }, async (page) => {
      await page.clock.install();
      await page.goto(system.url);
      await fillIn(page, mouse, 'form', report);
      let isBusy = true;
      let attempts = 0;
      await page.route('**/needs', async (route) => {
        attempts++;
        if (isBusy) await route.fulfill({ status: 503, json: { message: 'Service Unavailable' } });
        else await route.continue();
      });
      await page.click('form button[type=submit]');
      const status = () => page.textContent('#waiting');
      await expect
        .poll(async () => {
          await page.clock.runFor(10_000);
          return status();
        })
        .toContain('Det gick inte att skicka');
      expect(attempts).toBe(6);
      expect(await page.getAttribute('form button[type=submit]', 'aria-disabled')).toBeNull();
      expect(await page.inputValue('[name=title]')).not.toBe('');
      await expectNoSidewaysScroll(page, 'the form that was not sent');
      isBusy = false;
      await Promise.all([page.waitForURL(/\/n\//), page.click('form button[type=submit]')]);
    });
    await inbox.next(5);
  });

  test('shows who will hear of the need as areas are picked, and how many characters are left', async () => {
    await withPage({ viewport: desktop }, async (page) => {
      await page.goto(system.url);
      expect(await page.textContent('#recipients')).toContain('Förvaltaren');
      await page.click('#more > summary');
      await page.check('input[name=areas][value=infrastruktur]');
      expect(await page.textContent('#recipients')).toContain('fastighets- och campusplanering');
      expect(await page.isChecked('#areas-unknown')).toBe(false);
      await page.fill('[name=title]', 'x'.repeat(115));
      expect(await page.textContent('[name=title] + .count')).toContain('5');
    });
  });

  test('weighs less than 60 kB with all it loads, and asks nobody else for anything', async () => {
    await withPage({ viewport: desktop }, async (page) => {
      const { gzipSync } = await import('node:zlib');
      const bodies: Promise<number>[] = [];
      const hosts = new Set<string>();
      page.on('response', (response) => {
        hosts.add(new URL(response.url()).origin);
        bodies.push(response.body().then((body) => gzipSync(body).length));
      });
      await page.goto(system.url);
      const sizes = await Promise.all(bodies);
      expect(sizes.length).toBeGreaterThanOrEqual(3);
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(60_000);
      expect([...hosts]).toEqual([system.url]);
    });
  });

  test('loads assets that may be kept for a year, by a name that changes with them', async () => {
    const page = await (await fetch(system.url)).text();
    const paths = [...page.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, path]) => path ?? '');
    expect(paths.length).toBeGreaterThanOrEqual(2);
    for (const path of paths) {
      const response = await fetch(new URL(path, system.url));
      expect(response.status).toBe(200);
      expect(response.headers.get('cache-control')).toContain('max-age=31536000');
      expect(path).toMatch(/\.[0-9a-f]{8,}\./);
    }
    expect((await fetch(`${system.url}/assets/site.000000000000.css`)).status).toBe(404);
  });
});

test('The form reaches its button within two screens of a phone', async () => {
  for (const path of ['/', '/en'])
    await withPage({ viewport: phone }, async (page) => {
      await page.goto(system.url + path);
      const box = await page.locator('main form button[type=submit]').boundingBox();
      expect((box?.y ?? Infinity) + (box?.height ?? 0), path).toBeLessThanOrEqual(2 * phone.height);
    });
});

describe('a page in every state', () => {
  /** Each state with the path to it, or what must be done to get there. */
  async function states(): Promise<
    readonly (readonly [name: string, go: (page: Page) => Promise<unknown>])[]
  > {
    await inbox.skip();
    const english = { ...aNeed, language: 'en', areas: ['infrastruktur'] };
    const { link } = (await (await postNeed(system.url, english)).json()) as { link: string };
    const lisa = (await inbox.next(5)).find(({ to }) => to.startsWith('lisa'))?.link ?? '';
    const emptyForm = (path: string) => async (page: Page) => {
      await page.goto(`${system.url}${path}`);
      await Promise.all([page.waitForEvent('load'), page.click('form button[type=submit]')]);
    };
    const opened = (path: string) => (page: Page) => page.goto(new URL(path, system.url).href);
    return [
      ['form, Swedish', opened('/')],
      ['form, English', opened('/en')],
      [
        'form with an area',
        async (page) => {
          await page.goto(system.url);
          await page.click('form details > summary');
          await page.check('[name=areas][value=infrastruktur]');
          await page.waitForSelector('#recipients:not([hidden])');
        },
      ],
      ['form with mistakes, Swedish', emptyForm('/')],
      ['form with mistakes, English', emptyForm('/en')],
      ['privacy, Swedish', opened('/integritet')],
      ['privacy, English', opened('/en/privacy')],
      ['accessibility, Swedish', opened('/tillganglighet')],
      ['accessibility, English', opened('/en/accessibility')],
      ['unknown link', opened('/n/made-up')],
      ['sign-in page, Swedish', opened('/sign-in?language=sv')],
      ['sign-in page, English', opened('/sign-in?language=en')],
      ['need without a session', opened('/needs/B26-AAAAA')],
      [
        'my page',
        async (page) => {
          await signIn(page, 'lisa.eliasson@example.org');
          await page.goto(`${system.url}/min-sida`);
          await page.context().clearCookies();
        },
      ],
      [
        'code page',
        async (page) => {
          await page.goto(`${lisa}?action=take#take`);
          await page.check('details#take input[name=confirm]');
          await Promise.all([page.waitForEvent('load'), page.click('details#take button[type=submit]')]);
          expect(await page.textContent('h1')).toContain('Skriv koden');
        },
      ],
      ['receipt, English', opened(link)],
      ['action page, Swedish', opened(`${lisa}?action=reroute`)],
      [
        'action page with mistakes',
        async (page) => {
          await page.goto(`${lisa}?action=refer`);
          await Promise.all([page.waitForEvent('load'), page.click('details#refer button[type=submit]')]);
        },
      ],
    ];
  }

  const seen = [
    { how: 'in dark on a desktop', colorScheme: 'dark', viewport: desktop },
    { how: 'in light on a phone', colorScheme: 'light', viewport: phone },
  ] as const;
  test.each(isWhole ? seen : seen.slice(1))(
    'is found faultless by axe $how, and never scrolls sideways',
    async ({ how, colorScheme, viewport }) => {
      const all = await states();
      await withPage({ colorScheme, viewport, reducedMotion: 'reduce' }, async (page) => {
        for (const [name, go] of all) {
          await go(page);
          await expectAccessible(page, `${name} ${how}`);
          await expectNoSidewaysScroll(page, `${name} ${how}`);
        }
      });
    },
  );

  test.runIf(isWhole)('can be read at 400 % zoom', async () => {
    const all = await states();
    await withPage({ viewport: { width: 320, height: 256 } }, async (page) => {
      for (const [name, go] of all) {
        await go(page);
        await expectNoSidewaysScroll(page, `${name} at 400 %`);
      }
    });
  });
});

describe('the site beside others', () => {
  test('asks for nothing of the device, and lets nobody ask for it', async () => {
    await withPage({}, async (page) => {
      await page.goto(system.url);
      /* Typed here: TypeScript knows neither. */
      const features = await page.evaluate(() =>
        (
          document as unknown as { featurePolicy: { allowedFeatures(): string[] } }
        ).featurePolicy.allowedFeatures(),
      );
      /* Client hints are headers that a server asks for, and ours asks for none. */
      expect(features.filter((feature) => !feature.startsWith('ch-'))).toEqual([]);
    });
  });

  test('takes the plain form of docs/embedding.md from any of them', async () => {
    await withPage({}, async (page) => {
      await embed(page, 'http://anywhere.example/', example('html'));
      await page.fill('[name=title]', aNeed.title);
      for (const name of ['problem', 'cause', 'affected']) await page.fill(`[name=${name}]`, 'Så är det.');
      await page.fill('[name=submitterName]', aNeed.submitter.name);
      await page.fill('[name=submitterEmail]', aNeed.submitter.email);
      await Promise.all([page.waitForURL(/\/n\//), page.click('button')]);
      expect(await page.textContent('main')).toContain(aNeed.title);
    });
  });

  test('answers the script of docs/embedding.md where its origin is allowed', async () => {
    await withPage({}, async (page, context) => {
      /* A browser asks its user before a site reaches this machine: only here is the system there. */
      await context.grantPermissions(['local-network-access']);
      await embed(page, 'http://localhost:8080/', `<script type="module">${example('js')}</script>`);
      await page.waitForURL(/\/n\//);
      expect(await page.textContent('main')).toContain('Salarna saknar hörslinga');

      await embed(page, 'http://localhost:8080/', '');
      const read = (path: string) => fetch(path).then(async (answer) => (await answer.json()) as object);
      expect(await page.evaluate(read, `${system.url}/organisation`)).toHaveProperty('areas');
      expect(await page.evaluate(read, `${system.url}/openapi.json`)).toHaveProperty('paths');
    });
  });
});

/** An example of docs/embedding.md, led to this system. */
const example = (language: 'html' | 'js'): string => {
  const page = readFileSync(new URL('../../docs/embedding.md', import.meta.url), 'utf8');
  const [, code = ''] = new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(page) ?? [];
  return code.replaceAll('https://behov.example.org', system.url);
};

/** Opens a page of another site. */
async function embed(page: Page, address: string, body: string): Promise<void> {
  await page.route(address, (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body }));
  await page.goto(address);
}
