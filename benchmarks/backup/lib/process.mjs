// Runs programs and says what they took: wall, processor and memory.
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const TICKS_PER_SECOND = 100;

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

export const quantile = (values, share) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
};

/** Seconds of user and system time of all children that ended. */
function ended() {
  const text = readFileSync('/proc/self/stat', 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) / TICKS_PER_SECOND;
}

function statusField(pid, name) {
  try {
    return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** MiB, the most since the start or since it was forgotten. */
export const mostMemory = (pid) => statusField(pid, 'VmHWM');
export const memory = (pid) => statusField(pid, 'VmRSS');
export const forgetMemory = (pid) => writeFileSync(`/proc/${pid}/clear_refs`, '5');

/** Seconds of processor time of one thread, by its name. */
export function threadSeconds(pid, name) {
  let nanos = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    const folder = `/proc/${pid}/task/${thread}`;
    if (readFileSync(`${folder}/comm`, 'utf8').trim() === name) nanos += Number(readFileSync(`${folder}/schedstat`, 'utf8').split(' ')[0]);
  }
  return nanos / 1e9;
}

/** One program to its end; no other may end meanwhile. Seconds and MiB. */
export async function measure(command, args, { env = {}, input } = {}) {
  const before = ended();
  const began = process.hrtime.bigint();
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.on('data', (data) => { if (out.length < 1e6) out += data; });
  child.stderr.on('data', (data) => { if (err.length < 1e5) err += data; });
  child.stdin.end(input ?? '');
  let mib = 0;
  const poll = setInterval(() => { mib = Math.max(mib, mostMemory(child.pid)); }, 20);
  const code = await new Promise((resolve, reject) => { child.on('error', reject); child.on('close', resolve); });
  clearInterval(poll);
  const wall = Number(process.hrtime.bigint() - began) / 1e9;
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}: ${err.slice(-2000)}`);
  return { wall, cpu: ended() - before, mib, out };
}

/** A program that answers lines with lines of JSON. */
export class Talking {
  static #alive = new Set();
  #waiting = [];
  #rest = '';

  /** @param errors what hears each line that it says of itself */
  constructor(command, args, { env = {}, errors } = {}) {
    this.child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', errors ? 'pipe' : 'inherit'] });
    if (errors) createInterface({ input: this.child.stderr }).on('line', errors);
    this.listeners = [];
    this.child.stdout.on('data', (data) => this.#take(String(data)));
    this.over = new Promise((resolve) => this.child.on('close', resolve));
    this.child.on('close', (code) => this.#waiting.splice(0).forEach(({ reject }) => reject(new Error(`${command} ended with ${code}`))));
    this.child.stdin.on('error', () => {});
    this.ready = this.#next();
    Talking.#alive.add(this);
    this.over.then(() => Talking.#alive.delete(this));
  }

  /** Ends what a failure left behind, stopped ones too. */
  static async endAll() {
    const left = [...Talking.#alive];
    left.forEach((talking) => talking.signal('SIGKILL'));
    await Promise.all(left.map((talking) => talking.over));
  }

  get pid() { return this.child.pid; }

  #take(data) {
    const lines = (this.#rest + data).split('\n');
    this.#rest = lines.pop();
    for (const line of lines) {
      if (!line.startsWith('{')) continue;
      const message = JSON.parse(line);
      if (message.event === 'commit') this.listeners.forEach((listener) => listener(message));
      else if (message.event === 'failed') this.#waiting.shift()?.reject(new Error(message.why));
      else this.#waiting.shift()?.resolve(message);
    }
  }

  #next() {
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  ask(line) {
    const answer = this.#next();
    this.child.stdin.write(`${line}\n`);
    return answer;
  }

  async end(line) {
    if (line) this.child.stdin.write(`${line}\n`);
    this.child.stdin.end();
    await this.over;
  }

  signal(name) { this.child.kill(name); }
}
