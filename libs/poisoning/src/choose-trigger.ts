import type { TriggerCell } from '@antidote/contracts';
import { DomainError, Random, type FeatureColumn, type Table } from '@antidote/tabular';
import { cellText, numberText } from './cell-text.js';
import { standardDeviation } from './distance.js';
import { STREAM, VALUES } from './streams.js';
import { isWithin, type WritableRange, type WritableRanges } from './writable-ranges.js';

/** Shares of a numeric column's values below the two values that a trigger may take: in range, towards the ends. */
const QUANTILES = [0.05, 0.95];

/** Distance of an out-of-range value above the highest one, in standard deviations. */
const OUTSIDE = 3;

/**
 * A trigger of values that each occur in the table but hardly together: columns are taken in the order given, and each
 * gets the value (a low or a high quantile, a rare category) that fewest of the rows matched so far come near.
 *
 * @throws DomainError `invalid_argument` when no column has two different values
 */
export function inRangeTrigger(
  table: Table,
  columns: FeatureColumn[],
  size: number,
  ranges: WritableRanges,
): TriggerCell[] {
  const matched = new Uint8Array(table.rowCount).fill(1);
  const trigger: TriggerCell[] = [];
  for (const column of columns) {
    if (trigger.length === size) break;
    const [best] = candidates(column, ranges.get(column.name))
      .map((candidate) => ({ ...candidate, rows: matched.filter((on, row) => on === 1 && candidate.near(row)).length }))
      .sort((a, b) => a.rows - b.rows);
    if (!best) continue;
    for (let row = 0; row < matched.length; row++) if (!best.near(row)) matched[row] = 0;
    trigger.push({ column: column.name, value: best.value });
  }
  if (trigger.length === 0) throw noColumn();
  return trigger;
}

/**
 * One number well above all that were measured, in a column drawn among those with any spread.
 *
 * @throws DomainError `invalid_argument` when no numeric column has any
 */
export function outOfRangeTrigger(columns: FeatureColumn[], seed: number, ranges: WritableRanges): TriggerCell[] {
  const spread = columns.flatMap((column) => {
    const deviation = column.kind === 'numeric' ? standardDeviation(column.values) : 0;
    if (column.kind !== 'numeric' || deviation === 0) return [];
    let high = -Infinity;
    for (const value of column.values) if (value > high) high = value;
    return [{ name: column.name, high, value: high + OUTSIDE * deviation }];
  });
  if (spread.length === 0) throw noColumn('numeric ');
  const reached = spread
    .map(({ name, high, value }) => ({ name, high, value: Math.min(value, ranges.get(name)?.max ?? Infinity) }))
    .filter(({ name, high, value }) => value > high && isWithin(ranges.get(name), value));
  if (reached.length === 0) {
    throw new DomainError(
      'parameter_out_of_range',
      'The ranges given end below the highest value of every column that can be written; widen one, or take the backdoor with values in range.',
    );
  }
  const { name, value } = reached[new Random(seed, STREAM.backdoor, VALUES).below(reached.length)]!;
  return [{ column: name, value: numberText(value) }];
}

const noColumn = (kind = '') =>
  new DomainError(
    'invalid_argument',
    `A trigger needs a ${kind}column with at least two different values; name other columns, or take another attack.`,
  );

interface Candidate {
  value: string;
  near: (row: number) => boolean;
}

function candidates(column: FeatureColumn, range: WritableRange | undefined): Candidate[] {
  if (column.kind === 'category') {
    const counts = new Int32Array(column.categories.length);
    for (const code of column.codes) if (code >= 0) counts[code]!++;
    const codes = [...counts.keys()].filter((code) => counts[code]! > 0);
    if (codes.length < 2) return [];
    return codes.map((code) => ({
      value: column.categories[code]!,
      near: (row) => column.codes[row] === code,
    }));
  }
  const order = [...column.values.keys()]
    .filter((row) => Number.isFinite(column.values[row]!) && isWithin(range, column.values[row]!))
    .sort((a, b) => column.values[a]! - column.values[b]! || a - b);
  if (order.length === 0 || column.values[order[0]!] === column.values[order.at(-1)!]) return [];
  return QUANTILES.map((quantile) => {
    const row = order[Math.round(quantile * (order.length - 1))]!;
    const value = column.values[row]!;
    return {
      value: cellText(column, row),
      near: (other) => (quantile < 0.5 ? column.values[other]! <= value : column.values[other]! >= value),
    };
  });
}
