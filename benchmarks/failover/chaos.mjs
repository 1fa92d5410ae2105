// ./dumont bench failover-chaos: each of our processes dies in each phase of a failover.
import { cell, startAgain } from './lib/cell.mjs';
import { atEnd, end } from './lib/cleanup.mjs';
import { Pace } from './lib/cuts.mjs';
import { options } from './lib/options.mjs';
import { PHASES, PROCESSES } from './lib/phases.mjs';
import { Raw } from './lib/raw.mjs';
import { User, boxes } from './lib/sandbox.mjs';
import { Shell } from './lib/shell.mjs';
import { circumstances, load, markdown, number } from './lib/table.mjs';

const wanted = options(process.argv.slice(2), {
  only: { of: 'word', otherwise: '*:*' },
  minutes: { of: 'number', otherwise: Infinity },
  list: { of: 'flag', otherwise: false },
});
const [onlyPhase, onlyService = '*'] = wanted.only.split(':');
const fits = (mask, name) => mask === '*' || mask.split(',').includes(name);

// Neighbours differ in both, so that a run that ends early has seen something of everything.
const cells = PHASES.flatMap((_, n) => PROCESSES.map((_process, m) => n * PROCESSES.length + m))
  .map((k) => ({ phase: PHASES[k % PHASES.length], wanted: (k % PHASES.length) + 1, service: PROCESSES[k % PROCESSES.length] }))
  .filter(({ phase, service }) => fits(onlyPhase, phase.name) && fits(onlyService, service));
if (cells.length === 0) {
  console.error(`--only is PHASE:PROCESS, commas between several; phases ${PHASES.map(({ name }) => name).join(' ')}; processes ${PROCESSES.join(' ')}`);
  process.exit(2);
}
if (wanted.list) {
  cells.forEach(({ phase, service }) => console.log(`${phase.name}:${service}`));
  process.exit(0);
}

const sentence = (row) => (row.error ? `FAILED ${row.error}` : `${row.ok ? 'ok' : 'WRONG'}, ${row.tookS.toFixed(0)} s to the GPU, killed in ${row.killedIn}; `
  + `${row.movesFromEpoch} move of ${row.moves}, ${row.lostFiles} files lost, ${row.boxes} box, ${row.overlaps} overlaps`);

function report(rows, left) {
  const table = rows.map((row) => [row.phase, row.service, row.killedIn ?? '–', number(row.tookS, 0), row.movesFromEpoch ?? '–', row.moves ?? '–', row.lostFiles ?? '–',
    row.boxes ?? '–', row.overlaps ?? '–', row.ok && !row.notGivenBack ? 'ok' : row.error || row.notGivenBack ? 'FAILED' : 'WRONG']);
  const head = ['phase', 'process killed', 'killed in', 'cut → GPU, s', 'moves from its epoch', 'moves', 'files lost', 'boxes', 'overlapping intervals', 'result'];
  const notes = [
    `${rows.filter(({ ok, notGivenBack }) => ok && !notGivenBack).length} of ${rows.length} cells ok, ${cells.length - rows.length} not run; boxes left at the simulators: ${left.length}`,
    ...rows.filter(({ error }) => error).map(({ phase, service, error }) => `${phase}:${service} ${error}`),
    ...rows.filter(({ notGivenBack }) => notGivenBack).map(({ phase, service, notGivenBack }) => `${phase}:${service} not given back: ${notGivenBack}`),
    `load average ${load()}`,
  ];
  return `${markdown(head, table)}\n\n${notes.map((note) => `* ${note}`).join('\n')}`;
}

const began = Date.now();
console.log(`${cells.length} cells; ${circumstances()}`);
const raw = new Raw('chaos', { wanted, circumstances: circumstances() });
const rows = [];
const giving = [];
try {
  const user = await User.signUp('bench-chaos');
  const shell = new Shell();
  await user.call('POST', '/ssh-keys', { name: 'bench', public_key: shell.publicKey });
  atEnd(async () => { for (const service of PROCESSES) await startAgain(service); });
  const pace = new Pace();
  for (const [n, one] of cells.entries()) {
    if (Date.now() - began > wanted.minutes * 60_000) break;
    const { row, given } = await cell(user, shell, pace, { ...one, name: `chaos-${began.toString(36)}-${n}` });
    rows.push(row);
    raw.write({ rows });
    giving.push(given.then((trouble) => { row.notGivenBack = trouble; }));
    console.log(`  ${one.phase.name}:${one.service} ${sentence(row)}`);
  }
  await Promise.all(giving);
} catch (error) {
  console.error(`ended early: ${error.message}`);
  process.exitCode = 1;
}
await end();
const left = await boxes();
raw.write({ rows, left });
console.log(`\n${report(rows, left)}\nraw rows: ${raw.file}`);
process.exit(rows.length > 0 && rows.every(({ ok, notGivenBack }) => ok && !notGivenBack) ? process.exitCode ?? 0 : 1);
