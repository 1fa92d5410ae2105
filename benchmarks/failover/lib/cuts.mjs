// Three ways in which a machine loses its box, and how many at once leave the platform's doubt about itself asleep.
import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { control } from './sandbox.mjs';

export const KINDS = {
  vendor: { says: 'the vendor stops the box and says so', mustS: 10, goalS: 3 },
  process: { says: 'every process of the box but its first is killed; the vendor says "running"', mustS: 20, goalS: 8 },
  power: { says: 'power cut without a signal; the vendor says "running" for ever', mustS: 45, goalS: 35 },
};

function family(root) {
  const children = new Map();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(pid)]);
    } catch {
      // it ended while we looked
    }
  }
  const members = [...(children.get(root) ?? [])];
  for (let i = 0; i < members.length; i++) members.push(...(children.get(members[i]) ?? []));
  return members;
}

/** The box's kernel lives on and says goodbye for each process, as when a container's programs are killed for want of memory. */
function killProcesses(box) {
  if (box.mode !== 'namespace') throw new Error(`killing all processes of a box needs machines in namespace mode, this one is in ${box.mode} mode`);
  for (let round = 0; round < 3; round++) {
    for (const pid of family(box.pid)) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch (error) {
        if (error.code !== 'ESRCH') throw error;
      }
    }
  }
}

/** @return when it was cut, in ms */
export async function cut(kind, box) {
  const at = Date.now();
  const path = `/machines/${box.vendor}/${box.ref}`;
  if (kind === 'vendor') await control('POST', `${path}/stop`, {});
  else if (kind === 'power') await control('POST', `${path}/vanish`, { vendor_notices_after_s: -1 });
  else killProcesses(box);
  return at;
}

/** The guard believes silence of at most two machines within two minutes when there are few: no more are cut by us. */
export class Pace {
  #cuts = [];
  #turn = Promise.resolve();

  constructor(most = 2, withinMs = 125_000) {
    this.most = most;
    this.withinMs = withinMs;
  }

  /** Waits until one more may be cut, and counts it. */
  take() {
    this.#turn = this.#turn.then(async () => {
      for (;;) {
        this.#cuts = this.#cuts.filter((at) => Date.now() - at < this.withinMs);
        if (this.#cuts.length < this.most) break;
        await sleep(this.#cuts[0] + this.withinMs - Date.now() + 50);
      }
      this.#cuts.push(Date.now());
    });
    return this.#turn;
  }
}
