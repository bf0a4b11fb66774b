import { mediaTypeOf } from './http.ts';
import type { HttpEvent } from './http.ts';

/** What a request carries, by field. From a form every value is text, or a list where a field is repeated. */
export type Values = Readonly<Record<string, unknown>>;

/** A body that is too large, has another content type, or is not what its content type says. */
export class BodyError extends Error {
  readonly kind: 'unsupported' | 'too-large' | 'bad-request';
  constructor(kind: 'unsupported' | 'too-large' | 'bad-request') {
    super(kind);
    this.name = 'BodyError';
    this.kind = kind;
  }
}

/** The most bytes that a body may have (docs/http.md, "Refusals"). */
const mostBytes = 128 * 1024;

/**
 * Reads a request's body as JSON or as a form, as its content type says.
 * @throws BodyError
 */
export function readBody(event: HttpEvent): Values {
  const body = event.body ?? '';
  if (Buffer.byteLength(body, event.isBase64Encoded ? 'base64' : 'utf8') > mostBytes)
    throw new BodyError('too-large');
  const text = () => (event.isBase64Encoded ? textOf(Buffer.from(body, 'base64')) : body);
  switch (mediaTypeOf(event)) {
    case 'application/json':
      return readJson(text());
    case 'application/x-www-form-urlencoded':
      return readForm(text());
    default:
      throw new BodyError('unsupported');
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function textOf(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new BodyError('bad-request');
  }
}

function readJson(text: string): Values {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new BodyError('bad-request');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new BodyError('bad-request');
  return value as Values;
}

function readForm(text: string): Values {
  try {
    decodeURIComponent(text);
  } catch {
    throw new BodyError('bad-request');
  }
  const form = new URLSearchParams(text);
  return Object.fromEntries(
    [...new Set(form.keys())].map((name) => {
      const values = form.getAll(name);
      return [name, values.length > 1 ? values : values[0]];
    }),
  );
}
