// The same work done by both, in turns.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { median } from '../lib/process.mjs';
import { Restic } from '../lib/restic.mjs';

export const settle = () => execFileSync('sync');

/** Medians of what all runs have in common. */
export function middle(runs) {
  return { wall: median(runs.map((run) => run.wall)), cpu: median(runs.map((run) => run.cpu)), mib: Math.max(...runs.map((run) => run.mib ?? 0)) };
}

export function bytesBelow(folder) {
  let sum = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    sum += entry.isDirectory() ? bytesBelow(path) : statSync(path).size;
  }
  return sum;
}

const MANY = 1000;
let setAside = 0;

/**
 * Takes a tree away. One of many files is only set aside until all is over: ext4 hands out no inode that was freed in the last
 * minutes, and whoever makes files after such a deletion pays for the search, mostly more than for its own work.
 */
function takeAway(context, path) {
  let names = 0;
  const count = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (++names < MANY && entry.isDirectory()) count(join(folder, entry.name));
    }
  };
  count(path);
  if (names < MANY) {
    rmSync(path, { recursive: true, force: true });
    return;
  }
  mkdirSync(join(context.folder, 'aside'), { recursive: true });
  renameSync(path, join(context.folder, 'aside', String(setAside++)));
}

/** Where one workspace lives while it is measured. */
export class Ground {
  constructor(context, name) {
    this.context = context;
    this.folder = join(context.folder, name);
    this.top = join(this.folder, 'top');
    this.stores = join(this.folder, 'stores');
  }

  place(run, store = `dir:${this.stores}`, top = this.top, state = 'state') {
    return `top=${top} state=${join(this.folder, `${state}-${run}`)} store=${store} name=${run}`;
  }

  drop(run) { rmSync(join(this.stores, run), { recursive: true, force: true }); }

  restic(name, where = this.stores) { return new Restic(this.context.restic, where, name, this.folder); }

  end() { takeAway(this.context, this.folder); }
}

/**
 * First backups: ours once to get warm, then in turns ours and every kind of restic.
 *
 * @param kinds flags by name @param far a store's URL; without it folders
 */
export async function firstBackups(ground, engine, kinds, { far = null, pairs = ground.context.pairs } = {}) {
  const runs = Object.fromEntries(['ours', ...Object.keys(kinds)].map((name) => [name, []]));
  const stored = {};
  let cold;
  for (let pair = 0; pair <= pairs; pair++) {
    const name = `ours-${pair}`;
    settle();
    const ours = await engine.measure(`backup ${ground.place(name, far ? `r2:${far}` : undefined)}`);
    await engine.ask('close');
    stored.ours = far ? ours.stored : bytesBelow(join(ground.stores, name));
    if (pair < pairs) ground.drop(name);
    if (pair === 0) {
      cold = ours;
      continue;
    }
    runs.ours.push(ours);
    for (const [kind, flags] of Object.entries(kinds)) {
      const restic = await ground.restic(`${kind}-${pair}`, far ?? undefined).init();
      settle();
      runs[kind].push(await restic.backup(ground.top, flags));
      if (!far) stored[kind] = bytesBelow(restic.repository);
      if (pair < pairs) restic.drop();
    }
  }
  const middles = Object.fromEntries(Object.entries(runs).map(([name, list]) => [name, middle(list)]));
  return { ...middles, cold, stored, last: `ours-${pairs}`, lastRestic: (kind) => ground.restic(`${kind}-${pairs}`, far ?? undefined) };
}

/** Restores of what the first backups left. Both are on the disk when they count as done: ours syncs by itself. */
export async function restores(ground, engine, last, restic, { far = null, pairs = ground.context.pairs } = {}) {
  const ours = [];
  const theirs = [];
  const unsynced = [];
  let cold;
  for (let pair = 0; pair <= pairs; pair++) {
    const target = join(ground.folder, 'back');
    settle();
    const mine = await engine.measure(`restore ${ground.place(last, far ? `r2:${far}` : undefined, target, `restore-${pair}`)}`);
    if (!mine.well) throw new Error('a restore was not whole');
    if (pair === 0) {
      execFileSync('diff', ['-r', '--no-dereference', ground.top, target], { stdio: 'inherit' });
      cold = mine;
    } else {
      ours.push(mine);
    }
    takeAway(ground.context, target);
    if (pair === 0) continue;
    settle();
    const peer = await restic.restore(ground.top, target);
    unsynced.push(peer.wall);
    const began = Date.now();
    execFileSync('sync', ['-f', target]);
    theirs.push({ ...peer, wall: peer.wall + (Date.now() - began) / 1000 });
    takeAway(ground.context, target);
  }
  return { ours: middle(ours), theirs: middle(theirs), unsynced: median(unsynced), cold, usable: median(ours.map((run) => run.usable)), bytes: ours[0].bytes };
}
