import { startLocal, type LocalSettings } from '../../local/system.ts';

const { url, mailUrl, databaseUrl } = await startLocal(JSON.parse(process.argv[2] ?? '') as LocalSettings);
process.send?.({ url, mailUrl, databaseUrl });
