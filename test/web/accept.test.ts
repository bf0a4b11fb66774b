import { describe, expect, test } from 'vitest';
import { languageOf } from '../../lambdas/web/accept-language.ts';
import { formatOf } from '../../lambdas/web/http.ts';
import { toEvent } from '../../local/gateway-event.ts';

const asked = (headers: Readonly<Record<string, string>>) =>
  toEvent(
    {
      requestId: 'request-1',
      method: 'GET',
      target: '/',
      headers: { host: 'vso.example.org', ...headers },
      body: Buffer.of(),
      sourceIp: '127.0.0.1',
      receivedAt: 0,
    },
    { routeKey: 'GET /', pathParameters: {} },
  );
const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8';

describe('A client is answered in the format that it prefers', () => {
  test.each([
    [browser, 'html'],
    ['text/html', 'html'],
    ['application/json', 'json'],
    ['Application/JSON', 'json'],
    ['application/json; charset=utf-8', 'json'],
    ['application/problem+json', 'json'],
    ['application/json, text/plain, */*', 'json'],
    ['application/json, text/javascript, */*; q=0.01', 'json'],
    ['text/html, application/json', 'html'],
    ['application/json, text/html', 'json'],
    ['text/html;q=0.5, application/json', 'json'],
    ['text/html, application/json;q=0.9', 'html'],
    ['application/json;q=0.5, */*', 'html'],
    ['text/html;q=0.1, application/problem+json', 'json'],
    ['application/*', 'json'],
    ['application/*;q=0.1, text/*', 'html'],
    ['*/*', 'html'],
    ['text/csv', 'json'],
    ['text/csv;q=0.5, text/html', 'html'],
  ])('Accept: %s', (accept, format) => {
    expect(formatOf(asked({ accept }))).toBe(format);
  });

  test.each(['application/json;q=0', 'application/json; q=0.0, */*', '*/*;q=0.5, application/json;q=0'])(
    'and never in JSON when it refuses that: %s',
    (accept) => {
      expect(formatOf(asked({ accept }))).toBe('html');
      expect(formatOf(asked({ accept, 'content-type': 'application/json' }))).toBe('html');
    },
  );

  test('nor with a page when it refuses that', () => {
    expect(formatOf(asked({ accept: 'text/html;q=0' }))).toBe('json');
  });
});

describe('A client that prefers neither', () => {
  test.each(['', '*/*', 'text/plain', 'application/xhtml+xml', ',,;q=,/', 'text', '"', ';q=1', 'a/b;c="d'])(
    'gets a page, and JSON if it sends JSON. Accept: %s',
    (accept) => {
      expect(formatOf(asked({ accept }))).toBe('html');
      expect(formatOf(asked({ accept, 'content-type': 'application/json' }))).toBe('json');
      expect(formatOf(asked({ accept, 'content-type': 'Application/JSON; charset=utf-8' }))).toBe('json');
    },
  );

  test('also when it sends no such header', () => {
    expect(formatOf(asked({}))).toBe('html');
    expect(formatOf(asked({ 'content-type': 'application/json' }))).toBe('json');
    expect(formatOf(asked({ 'content-type': 'application/x-www-form-urlencoded' }))).toBe('html');
  });
});

describe('A client is refused in the language that it prefers of Swedish and English, else in Swedish', () => {
  test.each([
    ['sv', 'sv'],
    ['en', 'en'],
    ['EN-us', 'en'],
    ['sv-SE, sv;q=0.9, en;q=0.8', 'sv'],
    ['en-GB, en;q=0.9, sv;q=0.8', 'en'],
    ['sv;q=0.5, en', 'en'],
    ['en;q=0.5, sv;q=0.5', 'en'],
    ['de, fr;q=0.9', 'sv'],
    ['de, en;q=0.1', 'en'],
    ['es-SV', 'sv'],
    ['*', 'sv'],
    ['*, sv;q=0.5', 'en'],
    ['sv;q=0', 'en'],
    ['sv;q=0, en;q=0', 'sv'],
    ['', 'sv'],
    [';;;', 'sv'],
    ['en;q=often', 'sv'],
    ['-, =, "', 'sv'],
  ])('Accept-Language: %s', (header, language) => {
    expect(languageOf(asked({ 'accept-language': header }))).toBe(language);
  });

  test('also when it sends no such header', () => {
    expect(languageOf(asked({}))).toBe('sv');
  });
});
