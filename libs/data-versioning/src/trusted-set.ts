import type { TrustedPrecision } from '@antidote/contracts';
import { wilsonInterval } from '@antidote/statistics';
import {
  byCodePoint,
  classCounts,
  DomainError,
  Random,
  selectRows,
  stratifiedSplit,
  type Table,
} from '@antidote/tabular';
import { featureHashes, hashAt } from './feature-hashes.js';

const DRAW_STREAM = 0x7275;

/**
 * Draws rows at random, stratified by label, from those that bear one.
 *
 * @returns row ids, ascending; fewer than `size` only where classes would lose their last row
 * @throws DomainError `too_few_rows` when half of the labelled rows are fewer than that: training needs the rest
 */
export function drawTrustedRows(table: Table, size: number, seed: number): Uint32Array {
  const { codes, classes } = table.target;
  const labelled = classCounts(codes, classes.length).reduce((sum, count) => sum + count, 0);
  if (size > labelled / 2) {
    throw new DomainError(
      'too_few_rows',
      `${size} rows are more than half of the ${labelled} labelled rows; training needs the rest. Draw at most ${Math.floor(labelled / 2)}.`,
      { size, labelled },
    );
  }
  // Half a row less, so that the split's rounding up gives the size itself.
  const { test } = stratifiedSplit(codes, classes.length, (size - 0.5) / labelled, new Random(seed, DRAW_STREAM));
  return Uint32Array.from(test, (position) => table.rowIds[position]!);
}

/** What an accuracy measured on `size` rows is worth, at some accuracies: the widest, and two that people hope for. */
export function trustedPrecision(size: number): TrustedPrecision[] {
  return [0.5, 0.8, 0.95].map((accuracy) => {
    const [low, high] = wilsonInterval(accuracy * size, size);
    return { accuracy, low, high, halfWidthPoints: 50 * (high - low) };
  });
}

/**
 * How far two people agree beyond chance: (observed - expected) / (1 - expected).
 *
 * @param first labels of the rows both have labelled; `second` in the same order
 * @returns at most 1; null without rows, or where both gave one and the same label throughout
 * @see Cohen, A coefficient of agreement for nominal scales (1960)
 */
export function cohensKappa(first: string[], second: string[]): number | null {
  const n = first.length;
  if (n === 0) return null;
  const shares = (labels: string[]) => {
    const counts = new Map<string, number>();
    for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1 / n);
    return counts;
  };
  const [a, b] = [shares(first), shares(second)];
  const expected = [...a].reduce((sum, [label, share]) => sum + share * (b.get(label) ?? 0), 0);
  if (expected > 1 - 1e-12) return null;
  const observed = first.filter((label, index) => label === second[index]).length / n;
  return (observed - expected) / (1 - expected);
}

/** What a seal covers: which rows, what they hold, and the label that people vouch for. */
export interface SealedRow {
  row: number;
  /** Row hash over the features, hex: by it the row is kept out of training wherever it turns up. */
  hash: string;
  label: string;
}

/**
 * The rows of a trusted set with their hashes, in row order.
 * @throws DomainError `conflict` for a row that the table lacks
 */
export function sealedRows(table: Table, labels: ReadonlyMap<number, string>): SealedRow[] {
  const positions = new Map(Array.from(table.rowIds, (row, position) => [row, position]));
  const rows = [...labels.keys()].sort((a, b) => a - b);
  const chosen = rows.map((row) => {
    const position = positions.get(row);
    if (position === undefined) throw new DomainError('conflict', `Row ${row} is not in the version.`, { row });
    return position;
  });
  const hashes = featureHashes(selectRows(table, chosen));
  return rows.map((row, index) => ({ row, hash: hashAt(hashes, index), label: labels.get(row)! }));
}

/** The table of the trusted rows, each with the label that people vouch for. */
export function trustedTable(table: Table, rows: SealedRow[]): Table {
  const positions = new Map(Array.from(table.rowIds, (row, position) => [row, position]));
  const present = rows.filter(({ row }) => positions.has(row));
  const chosen = selectRows(
    table,
    present.map(({ row }) => positions.get(row)!),
  );
  const { classes } = table.target;
  const all = [...new Set([...classes, ...present.map(({ label }) => label)])].sort(byCodePoint);
  const codes = Int32Array.from(present, ({ label }) => all.indexOf(label));
  return { ...chosen, target: { ...chosen.target, codes, classes: all } };
}

/**
 * The table in which every row that equals a trusted one by its features has no label, so that no learner learns from
 * it. Rows stay where they are: positions keep their meaning.
 */
export function withoutTrusted(table: Table, rows: SealedRow[]): Table {
  const trusted = new Set(rows.map(({ hash }) => hash));
  const hashes = featureHashes(table);
  const codes = table.target.codes.map((code, position) => (trusted.has(hashAt(hashes, position)) ? -1 : code));
  return { ...table, target: { ...table.target, codes } };
}
