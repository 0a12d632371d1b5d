import type { TriggerCell } from '@antidote/contracts';
import { DomainError, Random, type FeatureColumn, type Table } from '@antidote/tabular';
import { cellText, numberText } from './cell-text.js';
import { standardDeviation } from './distance.js';
import { STREAM, VALUES } from './streams.js';

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
export function inRangeTrigger(table: Table, columns: FeatureColumn[], size: number): TriggerCell[] {
  const matched = new Uint8Array(table.rowCount).fill(1);
  const trigger: TriggerCell[] = [];
  for (const column of columns) {
    if (trigger.length === size) break;
    const [best] = candidates(column)
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
export function outOfRangeTrigger(columns: FeatureColumn[], seed: number): TriggerCell[] {
  const spread = columns.filter((column) => column.kind === 'numeric' && standardDeviation(column.values) > 0);
  if (spread.length === 0) throw noColumn('numeric ');
  const column = spread[new Random(seed, STREAM.backdoor, VALUES).below(spread.length)]!;
  if (column.kind !== 'numeric') throw noColumn('numeric ');
  let high = -Infinity;
  for (const value of column.values) if (value > high) high = value;
  return [{ column: column.name, value: numberText(high + OUTSIDE * standardDeviation(column.values)) }];
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

function candidates(column: FeatureColumn): Candidate[] {
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
    .filter((row) => Number.isFinite(column.values[row]!))
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
