// ./dumont bench failover: machines lose their boxes in three ways, and go on; in seconds from the cut.
import { KINDS, Pace } from './lib/cuts.mjs';
import { end } from './lib/cleanup.mjs';
import { options } from './lib/options.mjs';
import { Raw } from './lib/raw.mjs';
import { report } from './lib/report.mjs';
import { failover } from './lib/run.mjs';
import { User, boxes } from './lib/sandbox.mjs';
import { Shell } from './lib/shell.mjs';
import { circumstances } from './lib/table.mjs';

const wanted = options(process.argv.slice(2), {
  runs: { of: 'number', otherwise: 20 },
  kill: { of: 'word', otherwise: 'all', among: ['all', ...Object.keys(KINDS)] },
  delta: { of: 'number', otherwise: 100 },
  data: { of: 'number', otherwise: 50 },
  lanes: { of: 'number', otherwise: 2 },
});
const kinds = wanted.kill === 'all' ? Object.keys(KINDS) : [wanted.kill];
const todo = Array.from({ length: wanted.runs }, (_, n) => ({ kind: kinds[n % kinds.length], name: `cut-${Date.now().toString(36)}-${n + 1}` }));
const pace = new Pace();
const raw = new Raw('failover', { wanted, circumstances: circumstances() });
const rows = [];
console.log(`${wanted.runs} failovers, ${wanted.data} MB of files, ${wanted.delta} MB written on the standby; ${circumstances()}`);

async function lane() {
  const user = await User.signUp('bench-failover');
  const shell = new Shell();
  await user.call('POST', '/ssh-keys', { name: 'bench', public_key: shell.publicKey });
  for (let next = todo.shift(); next; next = todo.shift()) {
    const row = await failover(user, shell, pace, { ...wanted, ...next });
    rows.push(row);
    raw.write({ rows });
    console.log(row.error
      ? `  FAILED ${row.kind}: ${row.error}`
      : `  ${row.kind.padEnd(7)} suspected ${row.suspectedS?.toFixed(1)} decided ${row.decidedS.toFixed(1)} usable ${row.usableS.toFixed(1)} ssh ${row.sshS.toFixed(1)} own ${row.ownS?.toFixed(1)} back ${row.unwritableS?.toFixed(1)} s; lost ${row.lostOld.length} old, ${row.lostRecent} of ${row.recent} recent, ${row.lostOnReturn.length + row.lostTicks} on return`);
  }
}

const lanes = Array.from({ length: Math.min(2, wanted.lanes) }, lane);
const results = await Promise.allSettled(lanes);
await end();
const left = await boxes();
raw.write({ rows, left });
console.log(`\n${report(rows, left, wanted)}\nraw rows: ${raw.file}`);
for (const { reason } of results.filter(({ status }) => status === 'rejected')) console.error(reason);
process.exit(results.some(({ status }) => status === 'rejected') || rows.some(({ error }) => error) ? 1 : 0);
