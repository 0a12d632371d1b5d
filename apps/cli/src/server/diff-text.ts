import type { VersionDiff } from '@antidote/contracts';
import { columns } from '../command-line/columns.js';

/** A diff of two versions, groups of labels first. */
export function diffText(diff: VersionDiff): string {
  const { from, to, cells, added, dropped } = diff;
  const lines = [`${from.digest.slice(0, 8)} -> ${to.digest.slice(0, 8)}\n`];
  if (diff.matchedBy === 'position') lines.push('two registered files: rows are matched by their places\n');
  const changed = diff.changedRows + added.total + dropped.total + diff.columns.length;
  if (changed === 0) return [...lines, 'no difference\n'].join('');
  for (const { from: old, to: fresh, source, rows } of diff.labelGroups) {
    lines.push(
      `${shown(old)} to ${shown(fresh)}: ${count(rows, 'row')}${source === null ? '' : `, source ${source}`}\n`,
    );
  }
  lines.push(`rows ${diff.rowsBefore} -> ${diff.rowsAfter}: ${count(diff.changedRows, 'row')} changed`);
  lines.push(`, ${added.total} added, ${dropped.total} dropped\n`);
  if (cells.shown.length > 0) {
    lines.push(
      '\n',
      columns(
        ['row', 'column', 'from', 'to'],
        cells.shown.map((one) => [String(one.row), one.column, shown(one.from), shown(one.to)]),
      ),
    );
    const last = cells.offset + cells.shown.length;
    if (last < cells.total) lines.push(`... ${count(cells.total - last, 'changed cell')} more: --offset ${last}\n`);
  }
  if (diff.columns.length > 0) {
    const rows = diff.columns.map(({ name, before, after }) => [name, statisticsText(before), statisticsText(after)]);
    lines.push('\n', columns(['column', 'before', 'after'], rows));
  }
  return lines.join('');
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;
const shown = (text: string) => (text === '' ? '(missing)' : text);

function statisticsText(statistics: VersionDiff['columns'][number]['before']): string {
  if (statistics === null) return '(no such column)';
  const { kind, missing, mean, sd, distinct } = statistics;
  const short = (value: number | null) => (value === null ? '-' : String(Number(value.toPrecision(5))));
  const what = kind === 'category' ? `${count(distinct ?? 0, 'text')}` : `mean ${short(mean)}, sd ${short(sd)}`;
  return `${what}, ${missing} missing`;
}
