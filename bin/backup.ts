import { writeBackup } from './backup-file.ts';
import { Mistake, printJson, runStoreCommand, storeUsage, tableMeant } from './command.ts';
import { progressOf } from './progress.ts';

const usage = `npm run backup -- FILE    writes everything that is stored into a new file

The file has names, addresses and what people wrote: keep it as you keep the table. Sessions and codes are left out. Each item is as it is
when it is read: where people work meanwhile, npm run needs -- verify after the restoration names a need that was caught between two writes.
On AWS the table can be restored to any second of the last 35 days without such a file: npm run restore -- --help

${storeUsage}`;

await runStoreCommand(usage, async ([file, ...more], { json }) => {
  if (file === undefined || file.startsWith('-') || more.length > 0) throw new Mistake(usage);
  let progress: (() => void) | undefined;
  const items = await writeBackup(tableMeant(), file, (of) => {
    progress ??= progressOf(of, 'written');
    progress();
  });
  if (json) printJson({ file, items });
  else console.log(`${items} item(s) in ${file}`);
});
