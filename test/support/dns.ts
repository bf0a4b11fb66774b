import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { decode, encode } from 'dns-packet';
import type { Answer } from 'dns-packet';

/** What is published: by type and name, such as `TXT _dmarc.hda.se`, the values as zone files write them. */
export type Zone = Readonly<Record<string, readonly string[]>>;

/* The response code of a name that does not exist (RFC 1035, 4.1.1). */
const noSuchName = 3;

function answersTo(zone: Zone, type: string, name: string): readonly Answer[] {
  const values = zone[`${type} ${name}`] ?? [];
  return values.map((value): Answer => {
    if (type === 'MX') {
      const [preference, exchange = ''] = value.split(' ');
      return { type, name, data: { preference: Number(preference), exchange } };
    }
    /* A text of more than 255 characters comes in parts. */
    return type === 'TXT'
      ? { type, name, data: value.match(/.{1,200}/g) ?? [] }
      : { type: 'CNAME', name, data: value };
  });
}

/** A name server on loopback; the zone is read at each question. */
export async function nameServer(zone: Zone) {
  const socket = createSocket('udp4');
  socket.on('message', (packet, { port, address }) => {
    const { id, questions = [] } = decode(packet);
    const answers = questions.flatMap(({ type, name }) => answersTo(zone, type, name.toLowerCase()));
    socket.send(
      encode({
        type: 'response',
        id: id ?? 0,
        flags: answers.length > 0 ? 0 : noSuchName,
        questions,
        answers,
      }),
      port,
      address,
    );
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    stop: () => {
      socket.close();
    },
  };
}
