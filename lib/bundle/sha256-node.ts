import { createHmac, createSecretKey, hash } from 'node:crypto';

/** SHA-256 as a request is signed with it: in one go, and with a key that Node need not find out to be no key object of its own. */
export class Sha256Node {
  readonly digestLength = 32;
  readonly #secret: string | Uint8Array | undefined;
  #said: Uint8Array = new Uint8Array();

  constructor(secret?: string | Uint8Array) {
    this.#secret = secret;
  }

  update(data: Uint8Array): void {
    this.#said = this.#said.length === 0 ? data : Buffer.concat([this.#said, data]);
  }

  digest(): Promise<Uint8Array> {
    if (this.#secret === undefined) return Promise.resolve(hash('sha256', this.#said, 'buffer'));
    const key = typeof this.#secret === 'string' ? this.#secret : createSecretKey(this.#secret);
    return Promise.resolve(createHmac('sha256', key).update(this.#said).digest());
  }

  reset(): void {
    this.#said = new Uint8Array();
  }
}
