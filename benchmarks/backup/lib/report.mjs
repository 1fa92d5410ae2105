// One table of all rows, and what has to be said beside it.
import { loadavg } from 'node:os';

const seconds = (value) => (value < 1 ? `${(value * 1000).toFixed(value < 0.1 ? 1 : 0)} ms` : `${value.toFixed(value < 10 ? 2 : 1)} s`);
const units = { s: seconds, mib: (value) => `${value.toFixed(0)} MiB`, mb: (value) => `${value.toFixed(value < 10 ? 1 : 0)} MB`, mbs: (value) => `${value.toFixed(0)} MB/s`, n: (value) => String(value), percent: (value) => `${value.toFixed(1)} %` };

export class Report {
  rows = [];
  notes = [];

  /**
   * @param ours and @param theirs in the unit; theirs null: there is no peer for this work
   * @param must and @param stretch what ours may be at most: `ratio` of theirs, `most` in the unit, or both
   */
  row(name, work, ours, theirs, { unit = 's', tuned = null, must = {}, stretch = {} } = {}) {
    const say = units[unit];
    const ratio = theirs ? ours / theirs : null;
    const keeps = ({ ratio: r, most }) => (r == null || (ratio != null && ratio <= r)) && (most == null || ours <= most);
    const asked = ({ ratio: r, most }) => [r == null ? null : `≤ ${r.toFixed(2)}x`, most == null ? null : `≤ ${say(most)}`].filter(Boolean).join(' and ');
    const wanted = asked(must);
    const met = !wanted ? '–' : keeps(must) ? (asked(stretch) && keeps(stretch) ? 'yes, stretch' : 'yes') : 'NO';
    this.rows.push({ name, cells: [name, work, say(ours), theirs == null ? '–' : say(theirs), ratio == null ? '–' : `${ratio.toFixed(ratio < 0.1 ? 3 : 2)}x`, tuned == null ? '–' : `${say(tuned)} (${(ours / tuned).toFixed(2)}x)`, wanted || '–', asked(stretch) || '–', met] });
  }

  note(text) { this.notes.push(text); }

  print(wanted) {
    const shown = this.rows.filter(({ name }) => wanted(name));
    const order = (name) => (/^P(\d+)/.exec(name) ? Number(/^P(\d+)/.exec(name)[1]) : 100);
    shown.sort((a, b) => order(a.name) - order(b.name));
    const cells = [['row', 'work', 'ours', 'restic', 'ratio', 'restic tuned', 'must', 'stretch', 'met'], ...shown.map((row) => row.cells)];
    const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
    const line = (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
    console.log(line(cells[0]));
    console.log(`|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`);
    for (const row of cells.slice(1)) console.log(line(row));
    console.log('');
    for (const text of this.notes) console.log(`* ${text}`);
    console.log(`* load average now ${loadavg().map((load) => load.toFixed(1)).join(' ')}`);
    return shown.every(({ cells: row }) => row.at(-1) !== 'NO');
  }
}
