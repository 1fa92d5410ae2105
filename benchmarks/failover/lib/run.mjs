// One failover from the cut to the GPU, measured from outside.
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { BootWatch } from './boot.mjs';
import { KINDS, cut } from './cuts.mjs';
import { Machine } from './machine.mjs';
import { Ticker } from './ticker.mjs';
import { DELTA, hashes, lost, lostTicks, makeDelta, makeOld, makeRecent, ticksFolder } from './trees.mjs';

const SAFE_MS = 31_000;
const RECENT_EVERY_MS = 4000;

const seconds = (from, to) => (from && to ? (to - from) / 1000 : null);
const moment = (text) => (text ? Date.parse(text) : null);

/** Writes until everything old enough has to be safe; @return when the old tree was closed */
async function fill(machine, megabytes) {
  await machine.run(makeOld(megabytes), { seconds: 300 });
  const closed = Date.now();
  await machine.awaitSaved(closed + 500, { seconds: 300 });
  for (let n = 0; Date.now() - closed < SAFE_MS || n < 3; n++) {
    await machine.run(makeRecent(`r${n}`));
    await sleep(RECENT_EVERY_MS);
  }
  return closed;
}

/** Files come when the plan is made: what is before that is ours. */
function noteFiles({ phase, bytes_done: bytes, bytes_per_second: speed }, timeline) {
  timeline.files.push({ at: Date.now(), phase, bytes, speed });
  if (phase !== 'planning') timeline.filesBegan ??= Date.now();
}

/** Until a move from `epoch` is in the history and the machine serves again. */
async function awaitStandby(machine, epoch, timeline) {
  let row;
  const since = Date.now();
  await machine.await('standby', async (view) => {
    if (view.status === 'suspect') timeline.suspectSeen ??= Date.now();
    if (view.restore?.id && view.status === 'failing_over') noteFiles(view.restore, timeline);
    if (view.status === 'stopped' || view.status === 'failed') throw new Error(`it is ${view.status}: ${JSON.stringify(view.reason)}`);
    if (view.epoch === epoch && Date.now() - since < 300_000) return false;
    if (view.serving === null) return false;
    row = (await machine.failovers()).find(({ from_epoch: from }) => from === epoch);
    return row?.usable_at && row.routed_at;
  }, { seconds: 420, everyMs: 300 });
  return row;
}

async function ownPart(machine, watch, row, filesBegan) {
  const standby = (await machine.placements()).find(({ epoch }) => epoch === row.to_epoch);
  const boot = standby ? await watch.of(standby.label) : {};
  const usable = Math.max(moment(row.usable_at), moment(row.routed_at));
  const bootS = seconds(boot.orderedAt, boot.sshAt);
  const strictBootS = seconds(boot.orderedAt, boot.startedAt);
  const transferS = filesBegan ? Math.max(0, seconds(filesBegan, moment(row.usable_at))) : 0;
  const whole = seconds(moment(row.decided_at), usable);
  return {
    bootS, strictBootS, transferS,
    orderedS: seconds(moment(row.decided_at), boot.orderedAt),
    reportedS: seconds(boot.startedAt, moment(row.standby_ready_at)),
    filesS: seconds(moment(row.standby_ready_at), usable),
    ownS: bootS === null ? null : whole - bootS - transferS,
    ownAndTransferS: bootS === null ? null : whole - bootS,
    ownAndSshdS: strictBootS === null ? null : whole - strictBootS - transferS,
  };
}

/** What the machine does on the standby, and its way back. */
async function goBack(machine, ticker, before, { delta }) {
  const returning = await machine.await('return', ({ status }) => status === 'returning' || status === 'running', { seconds: 300, everyMs: 300 });
  // A machine may leave its standby in the middle of it: then that write was never said to be done.
  const hash = returning.status === 'returning' ? await machine.run(makeDelta(delta), { seconds: 120 }).catch(() => '') : '';
  if (hash) before.set(DELTA, hash.slice(0, 64));
  await machine.await('GPU', ({ status, serving }) => status === 'running' && serving?.kind === 'gpu', { seconds: 420, everyMs: 300 });
  await machine.awaitRestored({ seconds: 300 });
  await machine.await('write on the GPU', () => ticker.first('gpu', ticker.last('standby').at), { seconds: 60 });
  const last = ticker.last('standby');
  const first = ticker.first('gpu', last.at);
  const after = await hashes(machine);
  const gone = await lostTicks(machine, ticker.ticks.filter(({ where }) => where === 'standby'));
  const told = (await machine.user.call('GET', `/events?types=failover.returned&instance=${machine.id}`)).data[0];
  return {
    deltaInTime: hash !== '',
    unwritableS: seconds(last.at, first?.at),
    frozenS: told?.data?.frozen_ms === undefined ? null : told.data.frozen_ms / 1000,
    lostOnReturn: ['old', 'recent', 'delta'].flatMap((part) => lost(before, after, part)),
    lostTicks: gone.length,
  };
}

/** @return a row of numbers in seconds; `error` when it did not go as promised */
export async function failover(user, shell, pace, { kind, data, delta, name }) {
  const row = { name, kind, data, delta, error: null };
  let machine;
  let ticker;
  let watch;
  try {
    machine = await Machine.rent(user, shell, name, { diskGb: 20 });
    await machine.run(`mkdir -p ${ticksFolder}`);
    await fill(machine, data);
    ticker = new Ticker(machine, ticksFolder);
    const { epoch } = await machine.view();
    const box = await machine.servingBox();
    const before = await hashes(machine);
    await pace.take();
    await machine.run(makeRecent('last'));
    watch = new BootWatch();
    const timeline = { files: [] };
    const at = await cut(kind, box);
    Object.assign(row, { instance: machine.id, box: box.ref, epoch, cutAt: new Date(at).toISOString(), load: loadavg()[0] });
    const told = await awaitStandby(machine, epoch, timeline);
    row.told = told;
    row.files = timeline.files;
    Object.assign(row, {
      trigger: told.trigger, lostWorkS: told.lost_work_seconds,
      suspectedS: seconds(at, moment(told.suspected_at)), decidedS: seconds(at, moment(told.decided_at)),
      usableS: seconds(at, Math.max(moment(told.usable_at), moment(told.routed_at))),
      ...(await ownPart(machine, watch, told, timeline.filesBegan)),
    });
    await machine.await('login', () => ticker.first('standby', at), { seconds: 60 });
    row.sshS = seconds(at, ticker.first('standby', at).at);
    await machine.awaitRestored({ seconds: 300 });
    const after = await hashes(machine);
    row.lostOld = lost(before, after, 'old');
    row.lostRecent = lost(before, after, 'recent').length;
    row.recent = [...before.keys()].filter((path) => path.startsWith('./recent/')).length;
    row.hostKeyChanged = ticker.hostKeyChanged;
    Object.assign(row, await goBack(machine, ticker, after, { delta }));
    row.rows = (await machine.failovers()).length;
    row.hostKeyChanged ||= ticker.hostKeyChanged;
  } catch (error) {
    row.error = error.message;
    row.refusals = ticker ? [...ticker.refusals] : [];
  } finally {
    await ticker?.stop();
    await watch?.stop();
    await machine?.destroy().catch((error) => { row.error ??= `not given back: ${error.message}`; });
  }
  row.says = KINDS[kind].says;
  return row;
}
