import { Resolver } from 'node:dns/promises';
import { Mistake } from '../command.ts';
import type { DnsRecord } from '../../lib/mail-records.ts';

/** What is published in DNS. */
export interface Dns {
  /** The values of a name's records of a type, as zone files write them; none where there are none. @throws when no server answers */
  values(type: DnsRecord['type'], name: string): Promise<readonly string[]>;
}

const nothing: readonly unknown[] = ['ENOTFOUND', 'ENODATA'];

/**
 * @param server asked in place of the machine's own: an address, perhaps with a port
 * @throws Mistake when it is none
 */
export function dnsBy(server?: string): Dns {
  const resolver = new Resolver({ timeout: 2000, tries: 2 });
  try {
    if (server !== undefined) resolver.setServers([server]);
  } catch {
    throw new Mistake(`${server} is no address of a name server: write one such as 1.1.1.1`);
  }
  const ask = {
    CNAME: (name: string) => resolver.resolveCname(name),
    TXT: async (name: string) => (await resolver.resolveTxt(name)).map((parts) => parts.join('')),
    MX: async (name: string) =>
      (await resolver.resolveMx(name)).map(({ priority, exchange }) => `${priority} ${exchange}`),
  };
  return {
    async values(type, name) {
      try {
        return await ask[type](name);
      } catch (fault) {
        if (nothing.includes((fault as { code?: unknown }).code)) return [];
        throw fault;
      }
    },
  };
}

/** Those of the records that are not published. Names and values of hosts are compared without regard to capitals and a dot at the end. */
export async function missingFrom(dns: Dns, records: readonly DnsRecord[]): Promise<readonly DnsRecord[]> {
  const plain = (value: string): string => value.toLowerCase().replace(/\.$/, '');
  const published = await Promise.all(
    records.map(async ({ type, name, value }) => {
      const values = await dns.values(type, name);
      return values.some((one) => plain(one) === plain(value));
    }),
  );
  return records.filter((_, index) => !published[index]);
}
