// OpenSSH's own jump: a plain sshd on a free port of 127.0.0.1, with a key of its own, that lets only the bench's key in.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { atEnd } from './cleanup.mjs';

const program = ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/usr/bin/sshd'].find((path) => existsSync(path));

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => { const { port } = server.address(); server.close(() => resolve(port)); });
  });

const listens = (port) =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: 500 });
    socket.once('connect', () => { socket.destroy(); resolve(true); });
    for (const event of ['error', 'timeout']) socket.once(event, () => { socket.destroy(); resolve(false); });
  });

/** @return `user@host:port` for ssh -J */
export async function openSshJump(shell) {
  if (!program) throw new Error('OpenSSH’s sshd is needed for the comparison: install openssh-server');
  const port = await freePort();
  const path = (name) => join(shell.folder, name);
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path('jump-host-key')]);
  writeFileSync(path('jump-keys'), `${shell.publicKey}\n`, { mode: 0o600 });
  writeFileSync(path('jump-config'), [
    `Port ${port}`, 'ListenAddress 127.0.0.1', `HostKey ${path('jump-host-key')}`, `AuthorizedKeysFile ${path('jump-keys')}`,
    `PidFile ${path('jump.pid')}`, 'StrictModes no', 'UsePAM no', 'PasswordAuthentication no', 'PermitRootLogin prohibit-password',
    'AllowTcpForwarding yes', 'MaxStartups 100',
  ].join('\n'));
  if (process.getuid() === 0) execFileSync('mkdir', ['-p', '/run/sshd']);
  const sshd = spawn(program, ['-D', '-e', '-f', path('jump-config')], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  sshd.stderr.on('data', (text) => { said = (said + text).slice(-500); });
  atEnd(() => sshd.kill());
  for (let tries = 0; tries < 50 && sshd.exitCode === null; tries++) {
    if (await listens(port)) return `${userInfo().username}@127.0.0.1:${port}`;
    await sleep(100);
  }
  throw new Error(`sshd does not start: ${said}`);
}
