import { openLab } from './lab.ts';
import { runProcesses } from './processes.ts';
import { subjects } from './subjects.ts';
import { median } from './statistics.ts';
const lab = await openLab();
try {
  const list = await subjects(lab);
  const { runs, empty } = await runProcesses(list, {
    rounds: Number(process.env['ROUNDS'] ?? 21),
    seed: 20261125,
    folder: lab.folder,
  });
  const e = median(empty);
  for (const [s, r] of runs)
    console.log(
      s.name.padEnd(52),
      (median(r.map((x) => x.loaded)) - e).toFixed(1),
      (median(r.map((x) => x.first)) - e).toFixed(1),
      median(r.map((x) => x.cpu)).toFixed(2),
      median(r.flatMap((x) => x.took)).toFixed(2),
    );
} finally {
  await lab.stop();
}
