// What every scenario needs: the running sandbox's addresses, a session, ssh with a key of its own.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';

export const endpoints = JSON.parse(
  readFileSync(process.env.DUMONT_ENDPOINTS ?? new URL('../../.dumont/run/endpoints.json', import.meta.url), 'utf8'),
);
const api = `${endpoints.gateway}/api/v1`;
let token = '';

export async function call(method, path, body, headers = {}) {
  const response = await fetch(path.startsWith('http') ? path : api + path, {
    method,
    headers: { 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }), ...headers },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  const json = text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : {};
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return json;
}

export async function logIn() {
  token = (await call('POST', '/auth/login', endpoints.user)).access_token;
}

export async function until(what, check, seconds = 120) {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    try {
      const value = await check();
      if (value) return value;
    } catch (error) {
      if (!/fetch failed|50[234]/.test(String(error))) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no ${what} after ${seconds} s`);
}

export async function sshKey() {
  const folder = mkdtempSync(join(tmpdir(), 'dumont-bench-'));
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, 'id')]);
  const config = join(folder, 'config');
  writeFileSync(config, `Host *\n  IdentityFile ${folder}/id\n  IdentitiesOnly yes\n  UserKnownHostsFile ${folder}/known\n  StrictHostKeyChecking accept-new\n  LogLevel ERROR\n`);
  const key = await call('POST', '/ssh-keys', { name: `bench-${Date.now()}`, public_key: readFileSync(join(folder, 'id.pub'), 'utf8').trim() });
  return {
    id: key.id,
    run(command, remote) {
      const [ssh, ...rest] = command.split(' ');
      try {
        return execFileSync(ssh, ['-F', config, '-o', 'BatchMode=yes', ...rest, remote], { stdio: ['ignore', 'pipe', 'ignore'], timeout: 20000 }).toString().trim();
      } catch {
        return '';
      }
    },
  };
}

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

export function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  for (const row of rows) console.log(row.map((cell, column) => String(cell).padEnd(widths[column])).join('  '));
  console.log(`load average ${loadavg().map((load) => load.toFixed(1)).join(' ')}`);
}
