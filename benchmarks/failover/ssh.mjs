// ./dumont bench ssh: one machine reached through our jump host, through OpenSSH's, and straight, in turns.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { atEnd, end } from './lib/cleanup.mjs';
import { openSshJump } from './lib/jump.mjs';
import { Machine } from './lib/machine.mjs';
import { options } from './lib/options.mjs';
import { Raw } from './lib/raw.mjs';
import { User, boxes } from './lib/sandbox.mjs';
import { Shell } from './lib/shell.mjs';
import { circumstances, load, markdown, median, number, percentile } from './lib/table.mjs';

const execute = promisify(execFile);
const wanted = options(process.argv.slice(2), {
  pairs: { of: 'number', otherwise: 3 },
  data: { of: 'number', otherwise: 1000 },
  trips: { of: 'number', otherwise: 200 },
});
const WARM_UP_TRIPS = 20;
const PUT = 'to the machine';
const GET = 'from the machine';

/** The routes' ssh commands by name; ours is as the platform prints it. */
function routes(machine, box, jump) {
  const straight = `-p ${box.ssh_port} root@${box.address}`;
  return {
    ours: machine.command,
    openssh: `ssh -J ${jump} ${straight}`,
    direct: `ssh ${straight}`,
  };
}

/** @return seconds of one scp; the words of an ssh command become those of scp */
async function copy(shell, command, direction, local, remote) {
  const words = shell.words(command)[1];
  const host = words.pop();
  const args = words.map((word) => (word === '-p' ? '-P' : word));
  const there = `${host}:${remote}`;
  const began = process.hrtime.bigint();
  await execute('scp', ['-q', ...args, ...(direction === PUT ? [local, there] : [there, `${local}.back`])], { timeout: 600_000 });
  return Number(process.hrtime.bigint() - began) / 1e9;
}

async function copies(shell, commands, folder) {
  const local = join(folder, 'blob');
  await execute('sh', ['-c', `head -c ${wanted.data * 1e6} /dev/urandom >${local}`]);
  const took = { [PUT]: {}, [GET]: {} };
  for (let round = 0; round <= wanted.pairs; round++) {
    for (const direction of [PUT, GET]) {
      for (const [route, command] of Object.entries(commands)) {
        const seconds = await copy(shell, command, direction, local, '/root/blob');
        // The first round fills caches and compiles what is hot.
        if (round > 0) (took[direction][route] ??= []).push(seconds);
      }
    }
    console.log(round === 0 ? '  warmed up' : `  round ${round}: ${[PUT, GET].map((direction) => `${direction} ${Object.entries(took[direction]).map(([route, values]) => `${route} ${values.at(-1).toFixed(1)} s`).join(', ')}`).join('; ')}; load ${load()}`);
  }
  return took;
}

/** Sends a byte and waits until it is back, over one open session. */
function conversation(shell, command) {
  const session = shell.spawn(command, 'stty raw -echo 2>/dev/null; exec cat');
  let heard = null;
  session.stdout.on('data', () => heard?.());
  const ended = new Promise((_, refuse) => {
    session.on('close', (code) => refuse(new Error(`ssh ended with ${code}`)));
    session.on('error', refuse);
  });
  ended.catch(() => {});
  return {
    async trip() {
      const began = process.hrtime.bigint();
      const back = new Promise((resolve) => { heard = resolve; });
      session.stdin.write('x');
      await Promise.race([back, ended]);
      return Number(process.hrtime.bigint() - began) / 1e6;
    },
    close() { session.stdin.end(); session.kill(); },
  };
}

async function roundTrips(shell, commands) {
  const open = Object.entries(commands).map(([route, command]) => [route, conversation(shell, command)]);
  const took = {};
  for (let n = -WARM_UP_TRIPS; n < wanted.trips; n++) {
    for (const [route, talk] of open) {
      const ms = await talk.trip();
      if (n >= 0) (took[route] ??= []).push(ms);
    }
  }
  open.forEach(([, talk]) => talk.close());
  return took;
}

function report(scp, trips) {
  const speed = (values) => wanted.data / median(values);
  const rows = [PUT, GET].map((direction) => {
    const { ours, openssh, direct } = scp[direction];
    const ratio = speed(ours) / speed(openssh);
    return ['G2', `scp of ${wanted.data} MB ${direction}, MB/s`, number(speed(ours)), number(speed(openssh)), number(speed(direct)), number(ratio, 2), '≥ 0.6', '0.9', ratio >= 0.9 ? 'yes, goal' : ratio >= 0.6 ? 'yes' : 'NO'];
  });
  const ratio = median(trips.ours) / median(trips.openssh);
  rows.push(['G2', 'round trip of a byte, median, ms', ...['ours', 'openssh', 'direct'].map((route) => number(median(trips[route]), 2)), number(ratio, 2), '≤ 1.3', '1.1', ratio <= 1.1 ? 'yes, goal' : ratio <= 1.3 ? 'yes' : 'NO']);
  const p95 = (route) => percentile(trips[route], 0.95);
  rows.push(['', 'round trip of a byte, p95, ms', ...['ours', 'openssh', 'direct'].map((route) => number(p95(route), 2)), number(p95('ours') / p95('openssh'), 2), '', '', '']);
  return markdown(['row', 'work', 'our jump host', 'OpenSSH’s', 'direct', 'ours / OpenSSH’s', 'must', 'goal', 'met'], rows);
}

async function bench() {
  const user = await User.signUp('bench-ssh');
  const shell = new Shell();
  await user.call('POST', '/ssh-keys', { name: 'bench', public_key: shell.publicKey });
  const jump = await openSshJump(shell);
  const machine = await Machine.rent(user, shell, `ssh-${Date.now().toString(36)}`, { diskGb: 20 });
  // What is copied is no work to save: backups would take their share of the processors.
  await user.call('PATCH', `/instances/${machine.id}`, { backup: { enabled: false } }, { 'Content-Type': 'application/merge-patch+json' });
  const commands = routes(machine, await machine.servingBox(), jump);
  shell.newHosts();
  for (const command of Object.values(commands)) await shell.run(command, 'true');
  shell.onlyKnownHosts();
  const folder = mkdtempSync(join(tmpdir(), 'dumont-bench-blob-'));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  const trips = await roundTrips(shell, commands);
  const scp = await copies(shell, commands, folder);
  return { scp, trips };
}

console.log(`${wanted.pairs} rounds of ${wanted.data} MB, ${wanted.trips} round trips; ${circumstances()}`);
const raw = new Raw('ssh', { wanted, circumstances: circumstances() });
let measured = null;
let failed = null;
try {
  measured = await bench();
} catch (error) {
  failed = error;
}
await end();
if (failed) {
  console.error(`failed: ${failed.message}`);
  process.exit(1);
}
raw.write(measured);
console.log(`\n${report(measured.scp, measured.trips)}\n\n* medians of ${wanted.pairs} rounds in turns; load average ${load()}\n* boxes left at the simulators: ${(await boxes()).length}\nraw rows: ${raw.file}`);
