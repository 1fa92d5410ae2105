// The system's OpenSSH client with a key and a known_hosts file of its own.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { atEnd } from './cleanup.mjs';

const execute = promisify(execFile);

export class Shell {
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'dumont-bench-'));
    this.config = join(this.folder, 'config');
    atEnd(() => rmSync(this.folder, { recursive: true, force: true }));
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(this.folder, 'id')]);
    this.#trust('accept-new');
  }

  get publicKey() { return readFileSync(join(this.folder, 'id.pub'), 'utf8').trim(); }

  /** From here on only hosts that are known: another host key is an error and no question. */
  onlyKnownHosts() { this.#trust('yes'); }

  newHosts() { this.#trust('accept-new'); }

  // -J starts a second ssh, which reads the same file.
  #trust(strict) {
    writeFileSync(this.config, `Host *\n  IdentityFile ${this.folder}/id\n  IdentitiesOnly yes\n  UserKnownHostsFile ${this.folder}/known\n`
      + `  GlobalKnownHostsFile /dev/null\n  StrictHostKeyChecking ${strict}\n  BatchMode yes\n  ConnectTimeout 5\n  LogLevel ERROR\n`);
  }

  /** The printed command with the key and the known hosts added. */
  words(printed, remote) {
    const [program, ...rest] = printed.split(' ');
    return [program, ['-F', this.config, ...rest, ...(remote === undefined ? [] : [remote])]];
  }

  /** What the remote command prints; fails with what ssh says. */
  async run(printed, remote, { seconds = 60 } = {}) {
    try {
      return (await execute(...this.words(printed, remote), { timeout: seconds * 1000, maxBuffer: 64 << 20 })).stdout.trim();
    } catch (error) {
      throw new Error(`ssh: ${error.killed ? `no end after ${seconds} s` : `exit ${error.code}`} ${error.stderr ?? ''}`.trim());
    }
  }

  spawn(printed, remote) {
    return spawn(...this.words(printed, remote), { stdio: ['pipe', 'pipe', 'pipe'] });
  }
}
