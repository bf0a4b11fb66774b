import { describe, expect, test } from 'vitest';
import { ledOn } from '../../lambdas/web/former-host.ts';
import { isFromOtherSite } from '../../lambdas/web/other-sites.ts';
import { toEvent } from '../../local/gateway-event.ts';

const now = 'https://behov.hda.se';
const formerly = 'vso.hda.se 1a2b.execute-api.eu-north-1.amazonaws.com';
const asked = (host: string, target: string, headers = {}) =>
  toEvent(
    {
      requestId: 'request-1',
      method: 'GET',
      target,
      headers: { host, ...headers },
      body: Buffer.of(),
      sourceIp: '127.0.0.1',
      receivedAt: 0,
    },
    { routeKey: 'GET /', pathParameters: {} },
  );

describe('Whoever follows a link to a former address', () => {
  test.each(formerly.split(' '))('is led on to the same page at the present one: %s', (host) => {
    expect(ledOn(asked(host, '/n/the-token?action=comment'), now, formerly)).toMatchObject({
      statusCode: 303,
      headers: { location: 'https://behov.hda.se/n/the-token?action=comment' },
    });
    expect(ledOn(asked(host, '/'), now, formerly)?.headers).toEqual({ location: 'https://behov.hda.se/' });
  });

  test('is not led round in circles at the present one, or where there is no former one', () => {
    expect(ledOn(asked('behov.hda.se', '/'), now, formerly)).toBeUndefined();
    expect(ledOn(asked('behov.hda.se', '/'), now, 'none')).toBeUndefined();
  });

  test('can still send the form on a page that they have open there', () => {
    const origin = { origin: 'https://vso.hda.se', 'sec-fetch-site': 'same-origin' };
    expect(isFromOtherSite(asked('vso.hda.se', '/needs', origin), now)).toBe(false);
    expect(isFromOtherSite(asked('behov.hda.se', '/needs', origin), now)).toBe(true);
  });
});
