// One cell of the chaos table: a process dies by kill -9 in one phase of a failover, and comes back after three seconds.
import { setTimeout as sleep } from 'node:timers/promises';
import { cut } from './cuts.mjs';
import { Machine } from './machine.mjs';
import { phaseName, progress } from './phases.mjs';
import { Refused, boxes, control, until } from './sandbox.mjs';
import { hashes, lost, makeDelta, makeOld } from './trees.mjs';

const DOWN_MS = 3000;
const SLOW_MS = 700;
const FAST_MS = 150;

class Watched {
  constructor(machine, epoch) {
    this.machine = machine;
    this.epoch = epoch;
    this.history = [];
    this.hurried = false;
    this.wrote = null;
  }

  async look() {
    const view = await this.machine.view();
    let standbyRuns = false;
    if (view.status === 'failing_over' && view.reason.code !== 'failing_over_restoring') {
      const labels = (await this.machine.placements()).map(({ label }) => label);
      standbyRuns = (await boxes()).some(({ vendor, label, started_at: up }) => vendor === 'gce' && labels.includes(label) && up);
    }
    const at = progress(view, this.epoch, standbyRuns);
    const seen = `${view.status} ${view.reason?.code}`;
    if (this.history.at(-1)?.seen !== seen) this.history.push({ at: new Date().toISOString(), seen, epoch: view.epoch });
    if (view.status === 'stopped' || view.status === 'failed' || view.status === 'destroyed') {
      throw new Error(`it is ${view.status}: ${view.reason?.code} ${view.reason?.detail ?? ''}`);
    }
    this.view = view;
    return at;
  }

  /** A user works on the standby, and wants a GPU again. */
  async useStandby() {
    if (this.wrote === null && this.view.restore === null) {
      await this.machine.run(makeDelta(1), { seconds: 15 }).then(() => this.machine.view()).then(
        ({ status }) => { this.wrote = status === 'on_standby' ? true : null; },
        () => { this.wrote = null; },
      );
    }
    if (this.wrote && !this.hurried) {
      await this.machine.user.call('POST', `/instances/${this.machine.id}/return`, {}).then(() => { this.hurried = true; }, (error) => {
        if (!(error instanceof Refused)) throw error;
      });
    }
  }
}

async function awaitPhase(watched, wanted, near) {
  const end = Date.now() + 300_000;
  for (;;) {
    const at = await watched.look().catch((error) => {
      if (!(error instanceof Refused && error.passes)) throw error;
      return 0;
    });
    if (at >= wanted) return at;
    if (at === 5) await watched.useStandby();
    if (Date.now() > end) throw new Error(`never ${phaseName(wanted)}: ${JSON.stringify(watched.history.at(-1))}`);
    await sleep(at >= near - 1 ? FAST_MS : SLOW_MS);
  }
}

export async function startAgain(name) {
  await control('POST', `/services/${name}/start`, {});
  await until(`healthy ${name}`, async () => (await control('GET', '/services')).find((one) => one.name === name)?.healthy, { seconds: 120 });
}

/** @return what of the bill counts a second twice */
function overlaps(lines) {
  const sorted = [...lines].sort((a, b) => a.from.localeCompare(b.from));
  return sorted.slice(1).filter(({ from }, n) => Date.parse(from) < Date.parse(sorted[n].to)).length;
}

async function verdict(machine, watched, before, row) {
  const moves = await machine.failovers();
  row.moves = moves.length;
  row.movesFromEpoch = moves.filter(({ from_epoch: from }) => from === watched.epoch).length;
  row.phaseAtEnd = moves.find(({ from_epoch: from }) => from === watched.epoch)?.phase;
  await machine.awaitRestored({ seconds: 120 });
  const after = await hashes(machine);
  row.lostFiles = lost(before, after, 'old').length + (watched.wrote && !after.has('./delta/blob') ? 1 : 0);
  await machine.placements();
  row.boxes = await until('one box', async () => (await machine.boxes()).length === 1 && 1, { seconds: 90, everyMs: 1000 })
    .catch(async () => (await machine.boxes()).length);
  const { data } = await machine.user.call('GET', '/billing/usage?group_by=interval');
  const bill = data.filter(({ instance }) => instance === machine.id);
  row.intervals = bill.map(({ kind, from, to, seconds }) => ({ kind, from, to, seconds }));
  row.overlaps = overlaps(bill);
  row.ok = row.movesFromEpoch === 1 && row.lostFiles === 0 && row.boxes === 1 && row.overlaps === 0;
}

/** @return the cell's row, and `given`: when its machine is given back, with an error or null */
export async function cell(user, shell, pace, { phase, wanted, service, name }) {
  const row = { phase: phase.name, service, ok: false, error: null };
  let machine;
  let watched;
  try {
    machine = await Machine.rent(user, shell, name);
    await machine.run(makeOld(5));
    await machine.awaitSaved(Date.now() + 500);
    const before = await hashes(machine);
    const { epoch } = await machine.view();
    const box = await machine.servingBox();
    watched = new Watched(machine, epoch);
    await pace.take();
    const cutAt = await cut(phase.cut, box);
    row.instance = machine.id;
    row.killedIn = phaseName(await awaitPhase(watched, wanted, phase.near));
    row.killedAt = new Date().toISOString();
    await control('POST', `/services/${service}/kill`, {});
    await sleep(DOWN_MS);
    await startAgain(service);
    await until('GPU', async () => {
      const at = await watched.look();
      if (at === 5) await watched.useStandby();
      return at === 9;
    }, { seconds: 360, everyMs: 500, last: () => JSON.stringify(watched.history.slice(-3)) });
    row.tookS = (Date.now() - cutAt) / 1000;
    await verdict(machine, watched, before, row);
  } catch (error) {
    row.error = error.message;
    await startAgain(service).catch((worse) => { row.error += `; ${worse.message}`; });
  }
  row.history = watched?.history;
  row.wroteOnStandby = watched?.wrote === true;
  const given = machine ? machine.destroy().then(() => null, (error) => error.message) : Promise.resolve(null);
  return { row, given };
}
