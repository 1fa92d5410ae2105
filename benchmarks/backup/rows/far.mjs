// P14: one large file from a store 40 ms away.
import { checkpoints } from '../lib/data.mjs';
import { UNCHECKED } from '../lib/restic.mjs';
import { Store } from '../lib/store.mjs';
import { Ground, firstBackups, restores } from './pairs.mjs';

export const covers = ['P14'];

export async function run(context) {
  const { report } = context;
  const ground = new Ground(context, 'far');
  const bytes = Math.min(context.size(2 * 2 ** 30, 0.5), 2 ** 31);
  await checkpoints(ground.top, bytes);
  const store = await Store.start(context.repository, `${ground.folder}/r2`);
  const engine = await context.shipped.start();
  const { last, lastRestic } = await firstBackups(ground, engine, { usual: UNCHECKED }, { far: store.url, pairs: 1 });
  await engine.end('exit');
  await store.latency(40);
  const restorer = await context.shipped.start();
  const back = await restores(ground, restorer, last, lastRestic('usual'), { far: store.url });
  await restorer.end('exit');
  report.row('P14', `restore of one file of ${context.sizeOf(bytes)}, 40 ms away, wall, synced`, back.ours.wall, back.theirs.wall, { must: { ratio: 0.5 }, stretch: { ratio: 0.3 } });
  report.note(`P14: ${(back.bytes / 1e6 / back.ours.wall).toFixed(0)} MB/s; a new process took ${back.cold.wall.toFixed(2)} s; restic without the sync ${back.unsynced.toFixed(2)} s`);
  await store.close();
  ground.end();
}
