import { createHmac, createSecretKey, hash } from 'node:crypto';

/** SHA-256 as a request is signed with it: in one go, and with a key that Node need not find out to be no key object of its own. */
export class Sha256Node {
  readonly digestLength = 32;
  readonly #secret: string | Uint8Array | undefined;
  #said: Uint8Array[] = [];

  constructor(secret?: string | Uint8Array) {
    this.#secret = secret;
  }

  update(data: Uint8Array): void {
    this.#said.push(data);
  }

  digest(): Promise<Uint8Array> {
    const [first, ...more] = this.#said;
    const data = first !== undefined && more.length === 0 ? first : Buffer.concat(this.#said);
    if (this.#secret === undefined) return Promise.resolve(hash('sha256', data, 'buffer'));
    const key = typeof this.#secret === 'string' ? this.#secret : createSecretKey(this.#secret);
    return Promise.resolve(createHmac('sha256', key).update(data).digest());
  }

  reset(): void {
    this.#said = [];
  }
}
