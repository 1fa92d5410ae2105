// The simulated store as a process, with its log of requests; and a link of limited speed before it.
import { mkdirSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { Talking } from './process.mjs';

export const KEY = 'bench-key';
export const SECRET = 'bench-secret';
export const BUCKET = 'dumont-backups';

export class Store extends Talking {
  #log;
  #at = 0;

  static async start(repository, folder) {
    mkdirSync(folder, { recursive: true });
    const target = join(repository, 'benchmarks/backup/target');
    const log = join(folder, 'requests.log');
    const classpath = process.env.BENCH_CLASSPATH ?? `${target}/*:${target}/lib/*`;
    const java = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin/java') : 'java';
    const store = new Store(java, ['-XX:+UseSerialGC', '-Xmx256m', '-cp', classpath, 'cloud.dumont.benchmark.backup.StoreMain', join(folder, 'objects'), log]);
    store.url = (await store.ready).url;
    store.#log = openSync(log, 'r');
    store.links = [];
    return store;
  }

  latency(ms) { return this.ask(`latency ${ms}`); }

  /** Requests since this was last asked: how many of each method, and of all. */
  requests() {
    const counts = { all: 0, in: 0, out: 0 };
    const buffer = Buffer.alloc(1 << 20);
    let text = '';
    for (let read; (read = readSync(this.#log, buffer, 0, buffer.length, this.#at)) > 0; this.#at += read) text += buffer.toString('latin1', 0, read);
    for (const line of text.split('\n').filter(Boolean)) {
      const entry = JSON.parse(line);
      const list = entry.method === 'GET' && /list-type|location/.test(entry.query ?? '');
      const name = list ? 'LIST' : entry.method;
      counts[name] = (counts[name] ?? 0) + 1;
      counts.all++;
      counts.in += entry.bytes_in;
      counts.out += entry.bytes_out;
    }
    return counts;
  }

  /** An address of the same store behind a link that carries so many bytes a second, each way. */
  async link(bytesPerSecond) {
    const link = new Talking(process.execPath, [new URL('link.mjs', import.meta.url).pathname, new URL(this.url).port, String(bytesPerSecond)]);
    this.links.push(link);
    return (await link.ready).url;
  }

  async close() {
    for (const link of this.links) link.signal('SIGTERM');
    await this.end();
  }
}

export const said = (counts) => Object.entries(counts).filter(([name]) => /^[A-Z]+$/.test(name)).map(([name, count]) => `${count} ${name}`).join(', ') || 'none';
