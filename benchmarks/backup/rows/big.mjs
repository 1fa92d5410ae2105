// P1, P2, P11 and a part of P15: checkpoints, which do not compress.
import { checkpoints } from '../lib/data.mjs';
import { TUNED, UNCHECKED } from '../lib/restic.mjs';
import { Ground, firstBackups, restores } from './pairs.mjs';

export const covers = ['P1', 'P2', 'P11', 'P15'];

export async function run(context) {
  const { report } = context;
  const bytes = context.size(8 * 2 ** 30, 0.25);
  const size = context.sizeOf(bytes);
  const ground = new Ground(context, 'big');
  await checkpoints(ground.top, bytes);
  const engine = await context.shipped.start();
  const { ours, usual, unchecked, tuned, cold, last, lastRestic } = await firstBackups(ground, engine, { usual: [], unchecked: UNCHECKED, tuned: TUNED });
  report.row('P1', `first backup, ${size} of noise, CPU`, ours.cpu, usual.cpu, { tuned: tuned.cpu, must: { ratio: 0.4 }, stretch: { ratio: 0.25 } });
  report.row('P1', '… beside --no-extra-verify', ours.cpu, unchecked.cpu, { must: { ratio: 0.5 }, stretch: { ratio: 0.32 } });
  report.row('P2', '… wall', ours.wall, usual.wall, { tuned: tuned.wall, must: { ratio: 0.6 }, stretch: { ratio: 0.4 } });
  report.note(`P1, P2: the first pass of a new process took ${cold.cpu.toFixed(2)} CPU-s, ${cold.wall.toFixed(2)} s wall; --no-extra-verify took ${unchecked.wall.toFixed(2)} s wall`);
  await engine.end('exit');

  const restorer = await context.shipped.start();
  const back = await restores(ground, restorer, last, lastRestic('usual'));
  await restorer.end('exit');
  report.row('P11', `restore of ${size}, CPU`, back.ours.cpu, back.theirs.cpu, { must: { ratio: 0.65 }, stretch: { ratio: 0.45 } });
  report.row('P11', '… wall, synced', back.ours.wall, back.theirs.wall, { must: { ratio: 0.7 }, stretch: { ratio: 0.5 } });
  report.note(`P11: ${(back.bytes / 1e6 / back.ours.wall).toFixed(0)} MB/s; a new process took ${back.cold.cpu.toFixed(2)} CPU-s, ${back.cold.wall.toFixed(2)} s; restic without the sync ${back.unsynced.toFixed(2)} s`);
  context.memory.push({ what: 'backup of checkpoints', ours: ours.mib, theirs: usual.mib, most: 256, stretch: 160 });
  context.memory.push({ what: 'restore of checkpoints', ours: back.ours.mib, theirs: back.theirs.mib, most: 300, stretch: 200 });
  ground.end();
}
