import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** Forwards requests to an endpoint, and its answers back after a delay in milliseconds. */
export async function delayAnswers(endpoint: string, milliseconds: number) {
  const { hostname, port } = new URL(endpoint);
  const server = createServer((asked) => {
    const answering = connect({ host: hostname, port: Number(port), noDelay: true });
    asked.setNoDelay();
    asked.pipe(answering);
    answering.on('data', (answer) => setTimeout(() => asked.write(answer), milliseconds));
    asked.once('close', () => answering.destroy());
    /* The one who asks has ended, as each process does. */
    asked.on('error', () => answering.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: own } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${own}`, stop: () => server.close() };
}
