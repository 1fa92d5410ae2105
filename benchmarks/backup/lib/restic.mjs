// The peer: restic with its defaults, and with what people tune.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { measure } from './process.mjs';
import { BUCKET, KEY, SECRET } from './store.mjs';

export const UNCHECKED = ['--no-extra-verify'];
export const TUNED = ['--pack-size', '64', '--read-concurrency', '8'];

export class Restic {
  /** @param where a folder, or the URL of a store */
  constructor(binary, where, name, cache) {
    this.binary = binary;
    this.name = name;
    this.caches = cache;
    this.remote = where.startsWith('http');
    this.repository = this.remote ? `s3:${where}/${BUCKET}/restic-${name}` : join(where, `restic-${name}`);
    this.cache = join(cache, `cache-${name}`);
    this.common = ['-r', this.repository, '--cache-dir', this.cache, ...(this.remote ? ['-o', 's3.connections=5', '-o', 's3.region=us-east-1'] : [])];
    this.env = { RESTIC_PASSWORD: 'bench', AWS_ACCESS_KEY_ID: KEY, AWS_SECRET_ACCESS_KEY: SECRET };
  }

  #run(args) { return measure(this.binary, [...this.common, ...args], { env: this.env }); }

  async init() {
    mkdirSync(this.cache, { recursive: true });
    await this.#run(['init', '--quiet']);
    return this;
  }

  backup(tree, flags = []) { return this.#run(['backup', '--quiet', ...flags, tree]); }

  /** What lies in the snapshot's folder comes straight into the target. */
  restore(tree, into) { return this.#run(['restore', '--quiet', `latest:${tree}`, '--target', into]); }

  /** The same repository by another way to its store. */
  through(url) { return new Restic(this.binary, url, this.name, this.caches); }

  drop() {
    if (!this.remote) rmSync(this.repository, { recursive: true, force: true });
    rmSync(this.cache, { recursive: true, force: true });
  }
}
