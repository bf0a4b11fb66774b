import middy from '@middy/core';
import type { MiddlewareObj } from '@middy/core';
import { isBusy, isOutOfReach, StoreOutOfReach } from '../app/ports/store.ts';
import { BodyError } from './body.ts';
import type { QueryName } from './contract.ts';
import type { HttpEvent, HttpResponse } from './http.ts';
import type { Route } from './routes.ts';
import type { Site } from './problems.ts';

/* All that a page could ask of the browser and its device: no page here asks for any of it. */
const features = [
  'accelerometer aria-notify autoplay browsing-topics camera captured-surface-control clipboard-read',
  'clipboard-write compute-pressure cross-origin-isolated deferred-fetch deferred-fetch-minimal',
  'digital-credentials-get display-capture encrypted-media fullscreen gamepad geolocation gyroscope hid',
  'identity-credentials-get idle-detection interest-cohort keyboard-map language-detector language-model',
  'local-fonts local-network local-network-access loopback-network magnetometer microphone midi',
  'on-device-speech-recognition otp-credentials payment picture-in-picture private-state-token-issuance',
  'private-state-token-redemption publickey-credentials-create publickey-credentials-get screen-wake-lock',
  'serial storage-access summarizer sync-xhr translator unload usb window-management xr-spatial-tracking',
]
  .join(' ')
  .split(' ');
const permissions = features.map((feature) => `${feature}=()`).join(', ');

/* Nothing from elsewhere is loaded, nothing runs that is not ours, and the address, which is a capability, leaks nowhere. */
const secured = (baseUrl: string) => ({
  /* A form that was sent leads on to the page at its own address, also when the form was opened at another. */
  'content-security-policy': `default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self' ${baseUrl}; base-uri 'none'; frame-ancestors 'none'`,
  'cross-origin-opener-policy': 'same-origin',
  /* Forms on other sites post by navigation or, where CORS allows it, by script: this concerns neither (Fetch, "CORP check"). */
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': permissions,
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
  'cache-control': 'no-store',
});

const securityHeaders = ({ baseUrl }: Site): MiddlewareObj<HttpEvent, HttpResponse> => ({
  after: ({ response }) => {
    if (!response) return;
    response.headers = { ...secured(baseUrl), ...response.headers };
  },
});

/** Logs what was thrown, under the id that the person is shown. */
type LogFault = (error: unknown, facts: { readonly faultId: string; readonly route: string }) => void;

/* The time, in milliseconds, that is kept for an answer when the store gives none. */
const toAnswer = 1_500;

/** Answers what a handler throws. An unreadable body, a busy store and one out of reach have answers of their own; the rest are faults. */
const answerFaults = (logFault: LogFault, site: Site): MiddlewareObj<HttpEvent, HttpResponse> => ({
  onError: async (request) => {
    const { event, error } = request;
    const { refuse } = await import('./problems.ts');
    request.response = { ...answered() };
    request.response.headers = { ...secured(site.baseUrl), ...request.response.headers };

    function answered(): HttpResponse {
      if (error instanceof BodyError) return refuse(error.kind, { event, site });
      if (isBusy(error)) return refuse('too-many', { event, site });
      const faultId = event.requestContext.requestId;
      logFault(error, { faultId, route: event.routeKey });
      return refuse(isOutOfReach(error) ? 'out-of-reach' : 'fault', { event, site, faultId });
    }
  },
});

/** A request to whichever route. */
type AnyRequest = HttpEvent<QueryName<Route>>;

/** A function behind the HTTP API: the handler's answer, or its fault, with the headers that every answer carries. */
export const httpFunction = (
  logFault: LogFault,
  site: Site,
  handler: (event: AnyRequest) => Promise<HttpResponse> | HttpResponse,
) =>
  middy<AnyRequest, HttpResponse>({
    timeoutEarlyInMillis: toAnswer,
    /* The store is all that a handler waits for. */
    timeoutEarlyResponse: () => {
      throw new StoreOutOfReach('TimeoutError');
    },
  })
    .use(securityHeaders(site))
    .use(answerFaults(logFault, site))
    .handler(async (event) => handler(event));
