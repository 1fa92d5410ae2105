// One machine of a user: rented, asked about, given back.
import { randomUUID } from 'node:crypto';
import { atEnd, isEnding } from './cleanup.mjs';
import { Refused, boxes, until } from './sandbox.mjs';

/** The gaming GPU with most offers: a machine that lost its box has to find another one that is as good. */
async function plentifulGpu(user) {
  const { data } = await user.call('GET', '/offers?gpu_count=1&kind=on_demand&limit=100');
  const counts = new Map();
  for (const { gpu } of data) if (/^rtx_[345]0[89]0$/.test(gpu.id)) counts.set(gpu.id, (counts.get(gpu.id) ?? 0) + 1);
  const [best] = [...counts].sort(([, a], [, b]) => b - a);
  if (!best) throw new Error('the simulated market has no gaming GPU left');
  return best[0];
}

export class Machine {
  #forget;

  constructor(user, shell, id) {
    this.user = user;
    this.shell = shell;
    this.id = id;
    this.labels = new Set();
    this.#forget = atEnd(() => this.destroy());
  }

  /** @return once it runs and somebody logged in; its host keys are known from here on */
  static async rent(user, shell, name, { diskGb = 20 } = {}) {
    if (isEnding()) throw new Error('the benchmark ends');
    const { id } = await user.call('POST', '/instances', {
      gpu: await plentifulGpu(user), disk_gb: diskGb, name, standby: { policy: 'cold' },
      max_price_per_hour: { amount: '3.00', currency: 'USD' },
    }, { 'Idempotency-Key': randomUUID() });
    const machine = new Machine(user, shell, id);
    const now = await machine.await('running machine', (view) => {
      if (view.status === 'failed') throw new Error(`${name} failed: ${JSON.stringify(view.reason)}`);
      return view.status === 'running';
    });
    machine.command = now.ssh.command;
    shell.newHosts();
    await until('login', () => machine.run('true').then(() => true, () => false), { seconds: 60 });
    shell.onlyKnownHosts();
    return machine;
  }

  view() { return this.user.call('GET', `/instances/${this.id}`); }

  run(remote, options) { return this.shell.run(this.command, remote, options); }

  async failovers() { return (await this.user.call('GET', `/instances/${this.id}/failovers`)).data; }

  async placements() {
    const { data } = await this.user.call('GET', `/instances/${this.id}/placements`);
    data.forEach(({ label }) => this.labels.add(label));
    return data;
  }

  /** What its vendor has now for the box that serves. */
  async servingBox() {
    const { vendor, vendor_ref: ref } = (await this.placements()).find(({ state }) => state === 'serving');
    const box = (await boxes()).find((one) => one.vendor === vendor && one.ref === ref);
    if (!box) throw new Error(`the simulator knows no machine ${vendor}/${ref}`);
    return box;
  }

  /** @param isThere of the machine's view; @return that view */
  async await(what, isThere, options = {}) {
    let seen;
    return until(what, async () => {
      seen = await this.view();
      return (await isThere(seen)) && seen;
    }, { ...options, last: () => `the machine: ${seen?.status} ${JSON.stringify(seen?.reason)}` });
  }

  /** Until everything that was closed before `moment` (ms) is saved. */
  awaitSaved(moment, options) {
    return this.await('backup', ({ backup }) => Date.parse(backup?.last_at ?? 0) >= moment, options);
  }

  awaitRestored(options) {
    return this.await('restored files', ({ restore }) => restore === null, options);
  }

  /** Gives everything back. @return once no vendor has anything of it */
  async destroy({ seconds = 240 } = {}) {
    await this.placements().catch(() => []);
    const status = async () => {
      try {
        return (await this.view()).status;
      } catch (error) {
        if (error instanceof Refused && error.status === 404) return 'destroyed';
        throw error;
      }
    };
    await until('acceptance of destroy', async () => {
      if (/^destroy/.test(await status())) return true;
      try {
        await this.user.call('DELETE', `/instances/${this.id}?final_backup=false&accept_data_loss=true`);
        return true;
      } catch (error) {
        if (error.status === 409) return false;
        throw error;
      }
    }, { seconds });
    await until('end of the machine', async () => (await status()) === 'destroyed', { seconds, everyMs: 1000 });
    await this.placements();
    await until('end of its boxes', async () => (await this.boxes()).length === 0, { seconds, everyMs: 1000 });
    this.#forget();
  }

  /** What vendors still have of its placements, whichever try it was. */
  async boxes() {
    const ofPlacement = (label) => label.replace(/-\d+$/, '');
    const ours = new Set([...this.labels].map(ofPlacement));
    return (await boxes()).filter(({ label }) => ours.has(ofPlacement(label)));
  }
}
