// P20: how much slower the user's own work gets while a backup runs at full speed.
import { checkpoints } from '../lib/data.mjs';
import { Talking, median } from '../lib/process.mjs';
import { Ground } from './pairs.mjs';

export const covers = ['P20'];
const WINDOW_MS = 1500;

export async function run(context) {
  const { report } = context;
  const ground = new Ground(context, 'beside');
  await checkpoints(ground.top, context.size(8 * 2 ** 30, 0.125));
  const engine = await context.shipped.start();
  const worker = new Talking(process.execPath, [new URL('../lib/work.mjs', import.meta.url).pathname, `${ground.folder}/scratch`]);
  await worker.ready;
  let over = false;
  // The store takes everything and costs nothing: what is measured is the engine.
  const saving = (async () => {
    for (let round = 0; !over; round++) {
      await engine.ask(`backup ${ground.place(`ours-${round}`, 'null')}`);
      await engine.ask('close');
    }
  })();
  const slower = [];
  const work = async (signal) => {
    engine.signal(signal);
    return (await worker.ask(`work ${WINDOW_MS}`)).done;
  };
  await work('SIGCONT');
  for (let pair = 0; pair < Math.max(6, context.pairs * 3); pair++) {
    const [alone, beside] = pair % 2 ? [await work('SIGSTOP'), await work('SIGCONT')] : [await work('SIGCONT'), await work('SIGSTOP')].reverse();
    slower.push(100 * (1 - beside / alone));
  }
  engine.signal('SIGCONT');
  over = true;
  await saving;
  await engine.end('exit');
  await worker.end();
  report.row('P20', 'user’s memory and disk loop, slower while a backup runs at full speed', Math.max(0, median(slower)), null, { unit: 'percent', must: { most: 5 }, stretch: { most: 2 } });
  report.note(`P20: pairs ${slower.map((percent) => percent.toFixed(1)).join(', ')} %; one user process of one thread, the engine beside it, the store costs nothing`);
  ground.end();
}
