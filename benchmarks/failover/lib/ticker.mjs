// A program of the user that never stops writing: a loop in the machine, started again and again by the same ssh command. Each
// line that arrives here is a write that the machine has done; its time is the one of this computer.
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const EVERY_MS = 250;
const QUIET_MS = 1500;
const TRY_AGAIN_MS = 500;
const MOST_AT_ONCE = 4;
const TRY_ENDS_MS = 12_000;

const remote = (folder) => `where=standby; nvidia-smi -L 2>/dev/null | grep -q 'GPU 0' && where=gpu; mkdir -p ${folder}; `
  + `while :; do n=$(date +%s%N); echo $n >>${folder}/ticks && echo "$where $n"; sleep ${EVERY_MS / 1000}; done`;

export class Ticker {
  #sessions = new Set();
  #stopped = false;
  ticks = [];
  refusals = new Map();

  constructor(machine, folder) {
    this.machine = machine;
    this.folder = folder;
    this.running = this.#keepGoing();
  }

  async #keepGoing() {
    while (!this.#stopped) {
      const quiet = Date.now() - (this.ticks.at(-1)?.at ?? 0);
      if (this.#sessions.size === 0 || (quiet > QUIET_MS && this.#sessions.size < MOST_AT_ONCE)) this.#begin();
      await sleep(TRY_AGAIN_MS);
    }
  }

  #begin() {
    const session = this.machine.shell.spawn(this.machine.command, remote(this.folder));
    let last = Date.now();
    let said = '';
    this.#sessions.add(session);
    session.stderr.on('data', (text) => { said = (said + text).slice(-400); });
    session.on('error', (error) => { said = error.message; });
    session.on('close', () => {
      this.#sessions.delete(session);
      if (said && !this.#stopped) this.refusals.set(said.trim(), (this.refusals.get(said.trim()) ?? 0) + 1);
    });
    createInterface({ input: session.stdout }).on('line', (line) => {
      const [where, written] = line.split(' ');
      last = Date.now();
      this.ticks.push({ at: last, where, written, session });
      // One writer is enough: what came before it hangs.
      for (const other of this.#sessions) if (other !== session) other.kill('SIGKILL');
    });
    const watch = setInterval(() => {
      if (Date.now() - last > TRY_ENDS_MS) session.kill('SIGKILL');
    }, 1000);
    session.on('close', () => clearInterval(watch));
  }

  /** The first write at `where` after `since` (ms), or undefined. */
  first(where, since) { return this.ticks.find((tick) => tick.where === where && tick.at >= since); }

  /** The last write at `where` before `until` (ms), or undefined. */
  last(where, until = Infinity) { return this.ticks.findLast((tick) => tick.where === where && tick.at < until); }

  /** Another host key in a place where a known one was expected. */
  get hostKeyChanged() { return [...this.refusals.keys()].some((said) => /IDENTIFICATION HAS CHANGED|Host key verification failed/.test(said)); }

  async stop() {
    this.#stopped = true;
    for (const session of this.#sessions) session.kill('SIGKILL');
    await this.running;
  }
}
