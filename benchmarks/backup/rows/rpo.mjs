// P19 and RPO: from a change on the disk to a commit that holds it, by the loop as it runs by itself, 40 ms away.
import { appendFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { noise, small, smallFile } from '../lib/data.mjs';
import { quantile, sleep } from '../lib/process.mjs';
import { Store } from '../lib/store.mjs';
import { Ground } from './pairs.mjs';

export const covers = ['P19', 'RPO'];
const FILES = 2000;
const LINK = 25e6;
const SECONDS = 60;
const LONGEST_WAIT_MS = 180_000;

export async function run(context) {
  const ground = new Ground(context, 'rpo');
  small(ground.top, FILES);
  mkdirSync(join(ground.top, 'runs'), { recursive: true });
  for (const name of ['state', 'model']) writeFileSync(join(ground.top, `runs/${name}.bin`), '');
  const store = await Store.start(context.repository, `${ground.folder}/r2`);
  const link = await store.link(LINK);
  const engine = await context.shipped.start();
  await engine.ask(`backup ${ground.place('ours', `r2:${link}`)}`);
  await store.latency(40);
  const probes = new Probes(ground.top, engine);
  await probes.begin();
  const { report } = context;

  const edits = await probes.during(() => sleep(SECONDS * 1000));
  tell(report, 'code edits, one a second', edits);

  const each = Math.min(100e6, context.size(2e9, 0.05));
  const growing = await probes.during(() => rewriting(ground.top, each));
  tell(report, `… and ${context.sizeOf(each)} written every 30 s`, growing);

  const whole = context.size(10 * 2 ** 30, 0.1);
  let published;
  const loaded = await probes.during(async () => { published = await checkpoint(ground.top, whole, probes); });
  tell(report, `… and one checkpoint of ${context.sizeOf(whole)} on a full link`, loaded);
  report.row('P19', `change to commit, p99, while ${context.sizeOf(whole)} fill a link of ${LINK / 1e6} MB/s`, quantile(loaded, 0.99), null, { must: { most: 15 }, stretch: { most: 5 } });
  report.row('RPO', 'the checkpoint itself, from its last byte to its commit', published, null, { must: { most: 30 + whole / LINK } });
  await engine.ask('close');
  await engine.end('exit');
  await store.close();
  ground.end();
}

function tell(report, load, ages) {
  report.row('RPO', `${load}: p50`, quantile(ages, 0.5), null);
  report.row('RPO', '… p95', quantile(ages, 0.95), null);
  report.row('RPO', `… p99 of ${ages.length}`, quantile(ages, 0.99), null, { must: { most: 30 } });
}

async function rewriting(top, bytes) {
  for (let time = 0; time < SECONDS / 30; time++) {
    await noise(join(top, 'runs/state.bin'), bytes);
    await sleep(30_000);
  }
}

/** Over a file that is there, so that its commit shows in the bytes and not in the number of files. */
async function checkpoint(top, bytes, probes) {
  const before = probes.bytes;
  await noise(join(top, 'runs/model.bin'), bytes);
  const began = Date.now();
  await probes.until(() => probes.bytes >= before + bytes, 60_000 + (bytes / LINK) * 4000);
  return (Date.now() - began) / 1000;
}

/** New files, one after the other; a commit of so many files holds so many of them. */
class Probes {
  #files = 0;
  #made = 0;
  #open = [];
  #ages = [];
  bytes = 0;

  constructor(top, engine) {
    this.top = top;
    this.engine = engine;
    engine.listeners.push((commit) => this.#take(commit));
  }

  async begin() {
    await this.engine.rest();
    this.#files = (await this.engine.ask('reading')).files;
  }

  #take({ at, files, bytes }) {
    this.bytes = bytes;
    while (this.#open.length && files >= this.#open[0].files) this.#ages.push((at - this.#open.shift().at) / 1000);
  }

  #make() {
    const name = join(this.top, `probe-${++this.#made}.py`);
    writeFileSync(`${name}~`, `print(${this.#made})\n`);
    this.#open.push({ files: this.#files + this.#made, at: Date.now() });
    renameSync(`${name}~`, name);
    appendFileSync(smallFile(this.top, randomInt(FILES)), '# edited\n');
  }

  async until(reached, longest) {
    for (const end = Date.now() + longest; !reached(); await sleep(20)) {
      if (Date.now() > end) throw new Error('a change was not saved in time');
    }
  }

  /** Ages of the probes made while the work goes on. */
  async during(work) {
    this.#ages = [];
    let over = false;
    const working = work().finally(() => { over = true; });
    while (!over) {
      this.#make();
      await sleep(randomInt(700, 1300));
    }
    await working;
    await this.until(() => this.#open.length === 0, LONGEST_WAIT_MS);
    return this.#ages;
  }
}
