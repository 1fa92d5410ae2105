// Numbers and tables of a report.
import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';

/** @param share 0 to 1; nearest rank, so a value that was measured */
export function percentile(values, share) {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

export const median = (values) => percentile(values, 0.5);

export const present = (values) => values.filter((value) => value !== null && value !== undefined && Number.isFinite(value));

export const number = (value, digits = 1) => (value === null || value === undefined ? '–' : value.toFixed(digits));

export function markdown(head, rows) {
  const all = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(3, ...all.map((row) => row[column].length)));
  const line = (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  return [line(all[0]), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...all.slice(1).map(line)].join('\n');
}

export const load = () => loadavg().map((one) => one.toFixed(1)).join(' ');

export function circumstances() {
  let commit = '?';
  try {
    commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8', cwd: new URL('.', import.meta.url).pathname, stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    // no checkout
  }
  return `${new Date().toISOString().slice(0, 16)}Z, commit ${commit}, ${cpus().length} × ${cpus()[0].model}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, load average ${load()}`;
}
