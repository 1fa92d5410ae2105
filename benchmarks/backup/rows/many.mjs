// P16, P17: long histories and very many files.
import { tiny } from '../lib/data.mjs';
import { mostMemory, sleep } from '../lib/process.mjs';
import { UNCHECKED } from '../lib/restic.mjs';
import { Ground } from './pairs.mjs';

export const covers = ['P16', 'P17'];
const COMMITS = 10_000;
const QUIET_MS = 12_000;

export async function run(context) {
  await files(context);
  await opening(context);
}

/** As many files, chunks and commits as a terabyte would have; the chunks themselves are tiny. */
async function files(context) {
  const { report } = context;
  const count = context.size(1_000_000, 0.2);
  const commits = Math.max(1, Math.min(COMMITS, context.size(COMMITS, 0.2)));
  const ground = new Ground(context, 'many');
  tiny(ground.top, count);
  const maker = await context.shipped.start();
  await maker.ask(`backup ${ground.place('ours')}`);
  await maker.ask('close');
  await maker.ask(`grow ${ground.place('ours')} commits=${commits}`);
  await maker.end('exit');
  const restic = await ground.restic('usual').init();
  await restic.backup(ground.top, UNCHECKED);

  const engine = await context.shipped.start();
  const first = await engine.measure(`backup ${ground.place('ours')}`);
  await engine.rest();
  await sleep(QUIET_MS);
  const idle = engine.mib;
  const most = mostMemory(engine.pid);
  await engine.end('exit');
  const nothing = await restic.backup(ground.top);
  report.row('P16', `memory, repository of ${count} files and chunks, ${commits} commits: most`, most, nothing.mib, { unit: 'mib', must: { ratio: 1, most: 350 }, stretch: { most: 256 } });
  report.row('P16', '… at rest', idle, null, { unit: 'mib' });
  report.note(`P16: restic has one snapshot, ours ${commits} commits; to open, look at everything and commit took ours ${first.wall.toFixed(2)} s, ${first.cpu.toFixed(2)} CPU-s, restic ${nothing.wall.toFixed(2)} s, ${nothing.cpu.toFixed(2)} CPU-s`);
  ground.end();
}

async function opening(context) {
  const { report } = context;
  const ground = new Ground(context, 'opening');
  tiny(ground.top, 1000);
  const maker = await context.shipped.start();
  await maker.ask(`backup ${ground.place('ours')}`);
  await maker.ask('close');
  await maker.ask(`grow ${ground.place('ours')} commits=${COMMITS}`);
  await maker.end('exit');
  const walls = [];
  for (let run = 0; run < context.pairs; run++) {
    const began = Date.now();
    const engine = await context.shipped.start();
    await engine.ask(`backup ${ground.place('ours')}`);
    walls.push((Date.now() - began) / 1000);
    await engine.end('exit');
  }
  walls.sort((a, b) => a - b);
  report.row('P17', `start of the process to its first commit, ${COMMITS} commits`, walls[Math.floor(walls.length / 2)], null, { must: { most: 3 }, stretch: { most: 1 } });
  ground.end();
}
