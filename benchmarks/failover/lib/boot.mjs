// How long a standby's vendor takes: from the accepted order to the sshd of its box, read at the simulator and at the box itself.
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { boxes, control } from './sandbox.mjs';

const LOOK_EVERY_MS = 200;

const greets = (host, port) =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 500 });
    socket.once('data', (data) => { socket.destroy(); resolve(String(data).startsWith('SSH-')); });
    for (const event of ['error', 'timeout', 'close']) socket.once(event, () => { socket.destroy(); resolve(false); });
  });

/** Watches all standbys that start while it runs. */
export class BootWatch {
  #seen = new Map();
  #over = false;
  #since = new Date().toISOString();

  constructor() { this.running = this.#look(); }

  async #look() {
    while (!this.#over) {
      const standbys = (await boxes().catch(() => [])).filter((box) => box.vendor === 'gce' && box.started_at && box.ssh_port);
      await Promise.all(standbys.map(async (box) => {
        const seen = this.#seen.get(box.label) ?? { startedAt: Date.parse(box.started_at), sshAt: null };
        this.#seen.set(box.label, seen);
        if (seen.sshAt === null && (await greets(box.address, box.ssh_port))) seen.sshAt = Date.now();
      }));
      await sleep(LOOK_EVERY_MS);
    }
  }

  /** @return ms since 1970 of the accepted order, of the box's first process and of its sshd's first word; null: not seen */
  async of(label) {
    const log = await control('GET', `/gce/requests?since=${this.#since}`).catch(() => []);
    const lines = Array.isArray(log) ? log : log.requests ?? [];
    const order = lines.find(({ method, path, body, status }) => method === 'POST' && /\/instances$/.test(path) && status === 200
      && (typeof body === 'string' ? body.includes(`"${label}"`) : body?.name === label));
    return { orderedAt: order ? Date.parse(order.at) : null, startedAt: null, sshAt: null, ...this.#seen.get(label) };
  }

  async stop() {
    this.#over = true;
    await this.running;
  }
}
