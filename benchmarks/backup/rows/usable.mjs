// A machine that comes back through a link of 1 Gbit/s: until somebody can work on it, and until all is there.
import { join } from 'node:path';
import { checkpoints, small } from '../lib/data.mjs';
import { UNCHECKED } from '../lib/restic.mjs';
import { Store } from '../lib/store.mjs';
import { Ground, firstBackups, restores } from './pairs.mjs';

export const covers = ['BACK'];
const LINK = 125e6;

export async function run(context) {
  const { report } = context;
  const ground = new Ground(context, 'usable');
  const count = context.size(100_000, 0.2);
  const bytes = context.size(8 * 2 ** 30, 0.25);
  small(join(ground.top, 'code'), count);
  await checkpoints(join(ground.top, 'models'), bytes);
  const store = await Store.start(context.repository, `${ground.folder}/r2`);
  const engine = await context.shipped.start();
  const { last, lastRestic } = await firstBackups(ground, engine, { usual: UNCHECKED }, { far: store.url, pairs: 1 });
  await engine.end('exit');
  await store.latency(40);
  const link = await store.link(LINK);
  const restorer = await context.shipped.start();
  const restic = lastRestic('usual').through(link);
  const back = await restores(ground, restorer, last, restic, { far: link, pairs: Math.min(2, context.pairs) });
  await restorer.end('exit');
  const work = `${count} small files and ${context.sizeOf(bytes)} of checkpoints, 1 Gbit/s, 40 ms away`;
  report.row('BACK', `restore of ${work}: all`, back.ours.wall, back.theirs.wall);
  report.row('BACK', '… until a shell is of use', back.usable, null, { must: { most: 90 } });
  report.row('BACK', '… speed', back.bytes / 1e6 / back.ours.wall, back.bytes / 1e6 / back.theirs.wall, { unit: 'mbs' });
  await store.close();
  ground.end();
}
