// Seconds from asking for a machine to being on it, beside renting the same box straight at the simulated vendor.
import { connect } from 'node:net';
import { call, endpoints, logIn, median, sshKey, table, until } from './sandbox.mjs';

const runs = Number(process.argv[2] ?? 5);
const vendor = endpoints.simulators.vastai;
const vendorHeaders = { Authorization: `Bearer ${vendor.key}` };
const gpu = process.env.GPU ?? 'rtx_3090';

const banner = (host, port) =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 });
    socket.once('data', (data) => { socket.destroy(); resolve(String(data).startsWith('SSH-')); });
    for (const event of ['error', 'timeout', 'close']) socket.once(event, () => { socket.destroy(); resolve(false); });
  });

async function throughThePlatform(key) {
  const began = Date.now();
  const { id } = await call('POST', '/instances', { gpu, disk_gb: 20, name: `bench-${began.toString(36)}` }, { 'Idempotency-Key': `bench-${began}` });
  const machine = await until('running machine', async () => {
    const now = await call('GET', `/instances/${id}`);
    if (now.status === 'failed') throw new Error(`failed: ${JSON.stringify(now.reason)}`);
    return now.status === 'running' && now;
  });
  const running = (Date.now() - began) / 1000;
  await until('login', () => key.run(machine.ssh.command, 'whoami'));
  const login = (Date.now() - began) / 1000;
  await call('DELETE', `/instances/${id}`);
  await until('end', async () => (await call('GET', `/instances/${id}`)).status === 'destroyed');
  return { running, login };
}

async function straightAtTheVendor() {
  const name = gpu.replace(/_/g, ' ').toUpperCase();
  const { offers } = await call('POST', `${vendor.url}/api/v0/bundles/`, { gpu_name: { eq: name }, num_gpus: { eq: 1 }, rentable: { eq: true }, type: 'on-demand', limit: 50, allocated_storage: 20, order: [['dph_total', 'asc']] }, vendorHeaders);
  const began = Date.now();
  const { new_contract: ref } = await call('PUT', `${vendor.url}/api/v0/asks/${offers[0].id}/`, { client_id: 'me', image: 'nvidia/cuda:12.4.1-runtime-ubuntu22.04', disk: 20, label: 'bench', runtype: 'ssh_direct', env: { '-p 22:22': '1' }, onstart: 'true', cancel_unavail: true }, vendorHeaders);
  await until('sshd', async () => {
    const list = await call('GET', `${vendor.url}/api/v1/instances/?limit=25`, undefined, vendorHeaders).catch(() => ({ instances: [] }));
    const box = list.instances.find((one) => one.id === ref);
    const port = box?.ports?.['22/tcp']?.[0]?.HostPort;
    return port && banner(box.public_ipaddr.trim(), Number(port));
  });
  const seconds = (Date.now() - began) / 1000;
  await call('DELETE', `${vendor.url}/api/v0/instances/${ref}/`, {}, vendorHeaders);
  return seconds;
}

await logIn();
const key = await sshKey();
const ours = [];
const theirs = [];
const rows = [['run', 'POST → running', 'POST → ssh', 'vendor alone → sshd']];
for (let run = 1; run <= runs; run++) {
  theirs.push(await straightAtTheVendor());
  ours.push(await throughThePlatform(key));
  rows.push([run, ours.at(-1).running.toFixed(1), ours.at(-1).login.toFixed(1), theirs.at(-1).toFixed(1)]);
}
await call('DELETE', `/ssh-keys/${key.id}`);
const login = median(ours.map((one) => one.login));
rows.push(['median', median(ours.map((one) => one.running)).toFixed(1), login.toFixed(1), median(theirs).toFixed(1)]);
rows.push(['ratio', '', (login / median(theirs)).toFixed(2), '1']);
table(rows);
