import { startLocal } from '../local/system.ts';

/* The local default in a process of its own, whose memory can be read from outside; it ends with its standard input. */

const [dataDir = '', assembly = '', mailEndpoint = ''] = process.argv.slice(2);
const system = await startLocal({
  port: 0,
  mailPort: 0,
  dataDir,
  assembly,
  unthrottled: true,
  mailEndpoint: () => mailEndpoint,
});
console.log(
  JSON.stringify({ url: system.url, databaseUrl: system.databaseUrl, tableName: system.tableName }),
);
process.stdin.resume().once('end', () => void system.stop());
