// What the failovers say, beside what is asked of them.
import { KINDS } from './cuts.mjs';
import { load, markdown, number, percentile, present } from './table.mjs';

const OWN = { mustS: 10, goalS: 5 };
const RETURN = { mustS: 30, goalS: 10 };

function line(row, work, values, { mustS, goalS } = {}) {
  const p95 = percentile(values, 0.95);
  const met = mustS === undefined ? '' : p95 === null ? 'not measured' : p95 <= goalS ? 'yes, goal' : p95 <= mustS ? 'yes' : 'NO';
  return [row, work, values.length, number(percentile(values, 0.5)), number(p95), number(values.length ? Math.max(...values) : null),
    mustS === undefined ? '' : `p95 ≤ ${mustS}`, goalS === undefined ? '' : goalS, met];
}

export function report(rows, left, { delta, data }) {
  const good = rows.filter(({ error }) => !error);
  const of = (kind, what) => present(rows.filter((row) => row.kind === kind).map((row) => row[what]));
  const all = (what) => present(rows.map((row) => row[what]));
  const table = [];
  for (const [kind, goals] of Object.entries(KINDS)) {
    if (!rows.some((row) => row.kind === kind)) continue;
    table.push(line('', `${kind}: cut → suspected`, of(kind, 'suspectedS')));
    table.push(line('D1', `${kind}: cut → decided`, of(kind, 'decidedS'), goals));
    table.push(line('', `${kind}: cut → usable, by the history`, of(kind, 'usableS')));
    table.push(line('', `${kind}: cut → the same ssh command works`, of(kind, 'sshS')));
  }
  table.push(line('', 'vendor boot: order accepted → sshd of the box', all('bootS')));
  table.push(line('', 'transfer until the files used last are there', all('transferS')));
  table.push(line('D2', `our own part, ${data} MB of files`, all('ownS'), OWN));
  table.push(line('', 'the same, the transfer counted as ours', all('ownAndTransferS')));
  table.push(line('', 'the same, the delay of the box’s sshd counted as ours', all('ownAndSshdS')));
  table.push(line('', 'of it: decided → standby ordered', all('orderedS')));
  table.push(line('', 'of it: the standby’s first process → its agent reported in', all('reportedS')));
  table.push(line('', 'of it: reported in → usable, transfer included', all('filesS')));
  table.push(line('D3', `return, not writable, ${delta} MB written meanwhile`, all('unwritableS'), RETURN));
  table.push(line('', 'return, programs stood still, as the event says', all('frozenS')));
  const sum = (what) => rows.reduce((total, row) => total + (row[what]?.length ?? row[what] ?? 0), 0);
  const twice = good.filter(({ rows: moves }) => moves !== 1).length;
  const notes = [
    `${good.length} of ${rows.length} failovers ended on a GPU; ${twice} machines with more than one move; ${rows.filter(({ hostKeyChanged }) => hostKeyChanged).length} with another host key`,
    `files closed ≥ 30 s before the cut that are lost or differ: ${sum('lostOld')}; of those written in the last 30 s: ${sum('lostRecent')} of ${sum('recent')}; on the return: ${sum('lostOnReturn')} files, ${sum('lostTicks')} acknowledged lines`,
    `boxes left at the simulators: ${left.length}${left.map(({ vendor, ref, label, state }) => `\n    ${vendor}/${ref} ${label} ${state}`).join('')}`,
    ...good.filter(({ deltaInTime }) => !deltaInTime).map(({ name }) => `${name}: back before its delta was written`),
    ...rows.filter(({ error }) => error).map(({ name, kind, error }) => `FAILED ${name} (${kind}): ${error}`),
    `load average at the cuts: ${number(percentile(present(rows.map((row) => row.load)), 0.5))} in the middle, at most ${number(percentile(present(rows.map((row) => row.load)), 1))}; now ${load()}`,
  ];
  return `${markdown(['row', 'work, in seconds', 'n', 'p50', 'p95', 'max', 'must', 'goal', 'met'], table)}\n\n${notes.map((note) => `* ${note}`).join('\n')}`;
}
