// P4, P13: what a Python environment looks like, in the S3 store.
import { installed } from '../lib/data.mjs';
import { TUNED } from '../lib/restic.mjs';
import { Store } from '../lib/store.mjs';
import { Ground, firstBackups, restores } from './pairs.mjs';

export const covers = ['P4', 'P13'];

export async function run(context) {
  const { report } = context;
  const ground = new Ground(context, 'environment');
  const made = installed(ground.top, context.size(1.5e9, 0.4));
  const store = await Store.start(context.repository, `${ground.folder}/r2`);
  const engine = await context.shipped.start();
  const work = `${made.files} installed files, ${context.sizeOf(made.bytes)}, S3`;
  const { ours, usual, tuned, cold, last, lastRestic } = await firstBackups(ground, engine, { usual: [], tuned: TUNED }, { far: store.url });
  await engine.end('exit');
  report.row('P4', `first backup of ${work}, CPU`, ours.cpu, usual.cpu, { tuned: tuned.cpu, must: { ratio: 0.5 }, stretch: { ratio: 0.35 } });
  report.row('P4', '… wall', ours.wall, usual.wall, { tuned: tuned.wall });
  report.note(`P4: a new process took ${cold.cpu.toFixed(2)} CPU-s, ${cold.wall.toFixed(2)} s`);
  const restorer = await context.shipped.start();
  const back = await restores(ground, restorer, last, lastRestic('usual'), { far: store.url });
  await restorer.end('exit');
  report.row('P13', 'restore of the same, CPU', back.ours.cpu, back.theirs.cpu, { must: { ratio: 0.55 }, stretch: { ratio: 0.4 } });
  report.row('P13', '… wall, synced', back.ours.wall, back.theirs.wall, { must: { ratio: 0.55 }, stretch: { ratio: 0.4 } });
  report.note(`P13: a new process took ${back.cold.cpu.toFixed(2)} CPU-s, ${back.cold.wall.toFixed(2)} s; restic without the sync ${back.unsynced.toFixed(2)} s`);
  await store.close();
  ground.end();
}
