// P6 to P10: what a machine costs that is being worked on, in a store 40 ms away.
import { edit, small } from '../lib/data.mjs';
import { measure, median, sleep } from '../lib/process.mjs';
import { UNCHECKED } from '../lib/restic.mjs';
import { Store, said } from '../lib/store.mjs';
import { Ground } from './pairs.mjs';

export const covers = ['P6', 'P7', 'P8', 'P9', 'P10'];
const CHANGED = 100;
const IDLE_S = 30;
const AWAY_MS = 40;
const SAFETY_S = 20;

export async function run(context) {
  const count = context.size(100_000, 1);
  const ground = new Ground(context, 'cycles');
  small(ground.top, count, 4_000);
  const store = await Store.start(context.repository, `${ground.folder}/r2`);
  const engine = await context.shipped.start();
  await engine.ask(`backup ${ground.place('ours', `r2:${store.url}`)}`);
  const restic = await ground.restic('usual', store.url).init();
  await restic.backup(ground.top, UNCHECKED);
  await store.latency(AWAY_MS);
  await engine.rest();
  await changes(context, ground, store, engine, restic, count);
  const nothing = await idle(context, ground, store, engine, restic, count);
  await engine.ask('close');
  await engine.end('exit');
  await scans(context, ground, store, nothing, count);
  await store.close();
  ground.end();
}

async function changes({ report, pairs }, ground, store, engine, restic, count) {
  const ours = [];
  const theirs = [];
  let requests;
  let peers;
  // One more pair, the first one uncounted: the path through the store is new to the engine.
  for (let pair = 0; pair <= pairs; pair++) {
    edit(ground.top, CHANGED, count);
    await sleep(300);
    store.requests();
    const cycle = await engine.ask('cycle');
    requests = store.requests();
    const peer = await restic.backup(ground.top);
    peers = store.requests();
    if (pair > 0) {
      ours.push(cycle);
      theirs.push(peer);
    }
  }
  const of = (runs, what) => median(runs.map((run) => run[what]));
  report.row('P7', `cycle, ${CHANGED} of ${count} files changed, 40 ms away, wall`, of(ours, 'wall'), of(theirs, 'wall'), { must: { ratio: 0.08, most: 0.3 }, stretch: { ratio: 0.03 } });
  report.row('P8', '… CPU', of(ours, 'cpu'), of(theirs, 'cpu'), { must: { ratio: 0.03 }, stretch: { ratio: 0.01 } });
  report.row('P9', '… PUT requests', requests.PUT ?? 0, peers.PUT, { unit: 'n', must: { most: 2 }, stretch: { most: 1 } });
  report.note(`P9: a cycle is ${said(requests)}; restic's is ${said(peers)}`);
  report.note('P7: from when the engine hears of the order for a commit until it counts; left alone it lets files settle 500 ms first and commits every 10 s at most, see RPO');
}

async function idle({ report }, ground, store, engine, restic, count) {
  await engine.rest();
  store.requests();
  const before = await engine.cpu();
  await sleep(IDLE_S * 1000);
  const cpu = (await engine.cpu()) - before;
  const requests = store.requests();
  const nothing = await restic.backup(ground.top);
  const peers = store.requests();
  report.row('P6', `cycle of 30 s, nothing of ${count} files changed, CPU`, cpu, nothing.cpu, { must: { most: 0.005 } });
  report.row('P6', '… requests', requests.all, peers.all, { unit: 'n', must: { most: 0 } });
  report.note(`P6: restic's run that finds nothing takes ${nothing.wall.toFixed(2)} s and ${said(peers)}`);
  return nothing;
}

async function scans({ report, pairs, shipped }, ground, store, nothing, count) {
  let looked = () => {};
  const engine = await shipped.start((line) => { if (line.includes('looked at')) looked(); });
  const scanned = () => new Promise((resolve) => { looked = () => resolve(engine.scanSeconds()); });
  const first = scanned();
  await engine.ask(`open ${ground.place('ours', `r2:${store.url}`)} safety=${SAFETY_S}`);
  let before = await first;
  let began = Date.now();
  const ours = [];
  const finds = [];
  for (let run = 0; run <= pairs; run++) {
    const waiting = await idlePerSecond(engine);
    finds.push((await measure('find', [ground.top, '-printf', '%i %s %T@ %C@ %m\n'])).cpu);
    const after = await scanned();
    if (run > 0) ours.push(after - before - waiting * (Date.now() - began) / 1000);
    before = after;
    began = Date.now();
  }
  await engine.ask('close');
  await engine.end('exit');
  const scan = Math.max(0.001, median(ours));
  report.row('P10', `safety scan of ${count} files, CPU, beside restic's run that finds nothing`, scan, nothing.cpu, { must: { ratio: 0.1 }, stretch: { ratio: 0.06 } });
  report.row('P10', '… beside find -printf', scan, median(finds), { must: { ratio: 1 }, stretch: { ratio: 0.7 } });
}

/** What the scanning thread takes while it only waits for its next task. */
async function idlePerSecond(engine) {
  await sleep(2000);
  const before = engine.scanSeconds();
  await sleep(5000);
  return (engine.scanSeconds() - before) / 5;
}
