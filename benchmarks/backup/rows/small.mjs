// P3, P5, P12 and a part of P15: many small files of text.
import { small } from '../lib/data.mjs';
import { sleep } from '../lib/process.mjs';
import { TUNED, UNCHECKED } from '../lib/restic.mjs';
import { Ground, firstBackups, restores } from './pairs.mjs';

export const covers = ['P3', 'P5', 'P12', 'P15'];
const UNTIL_QUIET_MS = 14_000;

export async function run(context) {
  const { report } = context;
  const count = context.size(100_000, 0.3);
  const ground = new Ground(context, 'small');
  small(ground.top, count);
  const engine = await context.shipped.start();
  const { ours, usual, unchecked, tuned, cold, stored, last, lastRestic } = await firstBackups(ground, engine, { usual: [], unchecked: UNCHECKED, tuned: TUNED });
  const work = `first backup, ${count} small files`;
  report.row('P3', `${work}, CPU, beside --no-extra-verify`, ours.cpu, unchecked.cpu, { must: { ratio: 0.5 }, stretch: { ratio: 0.35 } });
  report.row('P3', '… wall', ours.wall, unchecked.wall, { must: { ratio: 0.5 }, stretch: { ratio: 0.35 } });
  report.row('P3', '… CPU, beside its defaults', ours.cpu, usual.cpu, { tuned: tuned.cpu });
  report.row('P5', '… bytes stored', stored.ours / 1e6, stored.usual / 1e6, { unit: 'mb', tuned: stored.tuned / 1e6, must: { ratio: 0.85 }, stretch: { ratio: 0.72 } });
  report.note(`P3: both compress as they choose to, restic at its default level; a new process took ${cold.cpu.toFixed(2)} CPU-s, ${cold.wall.toFixed(2)} s`);

  await engine.ask(`open ${ground.place(last)}`);
  await engine.rest();
  await sleep(UNTIL_QUIET_MS);
  context.memory.push({ what: `idle, watching ${count} files`, ours: engine.mib, theirs: null, most: 80, stretch: 64 });
  await engine.ask('close');
  await engine.end('exit');

  const restorer = await context.shipped.start();
  const back = await restores(ground, restorer, last, lastRestic('usual'));
  await restorer.end('exit');
  report.row('P12', `restore of ${count} small files, CPU`, back.ours.cpu, back.theirs.cpu, { must: { ratio: 0.85 }, stretch: { ratio: 0.6 } });
  report.row('P12', '… wall, synced', back.ours.wall, back.theirs.wall, { must: { ratio: 0.85 }, stretch: { ratio: 0.5 } });
  report.note(`P12: a new process took ${back.cold.cpu.toFixed(2)} CPU-s, ${back.cold.wall.toFixed(2)} s; restic without the sync ${back.unsynced.toFixed(2)} s`);
  context.memory.push({ what: 'backup of small files', ours: ours.mib, theirs: usual.mib, most: 256, stretch: 160 });
  context.memory.push({ what: 'restore of small files', ours: back.ours.mib, theirs: back.theirs.mib, most: 300, stretch: 200 });
  ground.end();
}
