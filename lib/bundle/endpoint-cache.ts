/** Where the SDK keeps endpoints that it has discovered: it does so only for clients that ask for it, and ours do not. */
export class EndpointCache {
  readonly capacity: number;
  constructor(capacity: number) {
    this.capacity = capacity;
  }
}
