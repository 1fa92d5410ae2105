// Resident memory (proportional share) and idle CPU of everything the sandbox started, over some quiet seconds.
import { readFileSync, readdirSync } from 'node:fs';
import { endpoints, table } from './sandbox.mjs';

const seconds = Number(process.argv[2] ?? 30);
const TICKS_PER_SECOND = 100;

function stat(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) };
}

function processes() {
  const all = new Map();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number)) {
    try {
      all.set(pid, stat(pid));
    } catch {
      // it ended while we looked
    }
  }
  return all;
}

function family(root, all) {
  const members = [root];
  for (let i = 0; i < members.length; i++) {
    for (const [pid, { parent }] of all) if (parent === members[i] && !members.includes(pid)) members.push(pid);
  }
  return members.filter((pid) => all.has(pid));
}

const pss = (pid) => {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
};

const before = processes();
await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
const after = processes();

const counted = new Set();
const rows = [['part', 'MiB', '% of a core']];
let memory = 0;
let cpu = 0;
const parts = Object.entries(endpoints.pids).sort(([a], [b]) => (a === 'launcher') - (b === 'launcher'));
for (const [name, pid] of parts) {
  const members = family(pid, after).filter((member) => !counted.has(member));
  members.forEach((member) => counted.add(member));
  const mib = members.reduce((sum, member) => sum + pss(member), 0);
  const ticks = members.reduce((sum, member) => sum + after.get(member).ticks - (before.get(member)?.ticks ?? 0), 0);
  const percent = (ticks / TICKS_PER_SECOND / seconds) * 100;
  memory += mib;
  cpu += percent;
  rows.push([name, mib.toFixed(0), percent.toFixed(1)]);
}
rows.push(['whole', memory.toFixed(0), cpu.toFixed(1)], ['budget', 2560, '10.0']);
table(rows);
