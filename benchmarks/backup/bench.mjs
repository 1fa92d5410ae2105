// ./dumont bench backup…: the backup engine beside restic, both on the same data in turns; one table.
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { Shipped } from './lib/engine.mjs';
import { Talking } from './lib/process.mjs';
import { Report } from './lib/report.mjs';
import * as beside from './rows/beside.mjs';
import * as big from './rows/big.mjs';
import * as cycles from './rows/cycles.mjs';
import * as environment from './rows/environment.mjs';
import * as far from './rows/far.mjs';
import * as many from './rows/many.mjs';
import * as rpo from './rows/rpo.mjs';
import * as small from './rows/small.mjs';
import * as usable from './rows/usable.mjs';

const GROUPS = [big, small, environment, cycles, far, many, rpo, usable, beside];
const NEEDED_BYTES = 14e9;

function options(args) {
  const chosen = { names: [], scale: null, pairs: 3 };
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '--scale' || args[i] === '--pairs') {
      const value = Number(args[i + 1]);
      if (!(value > 0)) throw new Error(`${args[i]} needs a number above 0`);
      chosen[args[i++].slice(2)] = value;
    } else if (args[i] === 'backup') {
      chosen.names = GROUPS.flatMap((group) => group.covers);
    } else {
      const name = /^backup-(p\d+|rpo|back)$/.exec(args[i])?.[1].toUpperCase();
      if (!name || !GROUPS.some((group) => group.covers.includes(name))) throw new Error(`there is no benchmark ${args[i]}; rows are ${[...new Set(GROUPS.flatMap((group) => group.covers))].map((row) => `backup-${row.toLowerCase()}`).join(' ')}`);
      chosen.names.push(name);
    }
  }
  if (!chosen.names.length) chosen.names = GROUPS.flatMap((group) => group.covers);
  return chosen;
}

function remember({ memory, report }) {
  for (const { what, ours, theirs, most, stretch } of memory) {
    report.row('P15', `memory, ${what}`, ours, theirs, { unit: 'mib', must: { most, ...(theirs ? { ratio: 1.5 } : {}) }, stretch: { most: stretch } });
  }
}

const { names, scale, pairs } = options(process.argv.slice(2));
const repository = resolve(new URL('../..', import.meta.url).pathname);
const folder = process.env.BENCH_FOLDER ?? join(repository, '.dumont/bench');
const free = statfsSync(repository);
const room = free.bavail * free.bsize;
const needed = NEEDED_BYTES * (scale ? Math.max(0.2, 4 * scale) : 1);
if (room < needed) throw new Error(`${(room / 1e9).toFixed(0)} GB are free on this disk, ${(needed / 1e9).toFixed(0)} GB are needed; a smaller --scale needs less`);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const restic = execFileSync(join(repository, 'benchmarks/backup/fetch-restic.sh'), [join(repository, '.dumont/bench-tools')], { encoding: 'utf8' }).trim();

const report = new Report();
const context = {
  repository, folder, restic, pairs, report,
  shipped: new Shipped(repository, folder),
  memory: [],
  /** So much at --scale 1, and this share of it if nothing is said. */
  size: (full, usual) => Math.max(1, Math.round(full * (scale ?? usual))),
  sizeOf: (bytes) => (bytes >= 2 ** 30 ? `${(bytes / 2 ** 30).toFixed(1)} GiB` : `${(bytes / 2 ** 20).toFixed(0)} MiB`),
};

const stop = async () => { await Talking.endAll(); rmSync(folder, { recursive: true, force: true }); process.exit(130); };
process.on('SIGINT', stop);
process.on('SIGTERM', stop);

console.log(`${execFileSync(restic, ['version'], { encoding: 'utf8' }).trim()} beside ${execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: repository, encoding: 'utf8' }).trim()}; ${cpus().length} × ${cpus()[0].model}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB; ${pairs} pairs, ${scale ? `scale ${scale}` : 'usual sizes'}; load average ${loadavg().map((load) => load.toFixed(1)).join(' ')}`);
let failed = false;
try {
  const seed = join(folder, 'seed');
  mkdirSync(join(seed, 'top'), { recursive: true });
  writeFileSync(join(seed, 'top/file'), 'x');
  await context.shipped.archiveClasses(`top=${seed}/top state=${seed}/state store=dir:${seed}/store name=seed`);
  for (const group of GROUPS.filter(({ covers }) => covers.some((name) => names.includes(name)))) {
    const began = Date.now();
    try {
      await group.run(context);
      console.log(`  measured ${group.covers.join(' ')} in ${((Date.now() - began) / 1000).toFixed(0)} s, load average ${loadavg()[0].toFixed(1)}`);
    } catch (error) {
      failed = true;
      console.log(`  FAILED   ${group.covers.join(' ')}: ${error.message}`);
      if (process.env.BENCH_LOUD) console.log(error.stack);
    } finally {
      await Talking.endAll();
    }
  }
  remember(context);
  console.log('');
  report.print((name) => names.includes(name));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
