import { DomainError, type Table } from '@antidote/tabular';
import type { LabelIssues } from '../label-issues.js';
import { columnProfile, type ColumnProfile } from './column-profile.js';
import { rowDistances } from './row-distances.js';
import { tellingScatter, type Scatter } from './telling-scatter.js';

/** Why a row is suspect; rows are positions in the table, the caller adds their texts. */
export interface RowExplanation {
  columns: ColumnProfile[];
  /** Up to three nearest rows with the given label and with any other, nearest first. */
  nearestSame: number[];
  nearestOther: number[];
  reasons: {
    /** Out-of-bag probability of each class, in class order. */
    votes: { label: string; share: number }[];
    /** Of the nearest `neighbours` labelled rows, how many bear another label. */
    neighbours: number;
    neighboursOther: number;
  };
  scatter: Scatter | null;
}

const NEIGHBOURS = 10;
const SHOWN = 3;

/**
 * Cost: a pass over all rows for each column.
 * @param position of the row in the table
 * @throws DomainError `not_found` for a position outside the table
 */
export function explainRow(table: Table, issues: Pick<LabelIssues, 'predProbs'>, position: number): RowExplanation {
  if (!Number.isInteger(position) || position < 0 || position >= table.rowCount) {
    throw new DomainError('not_found', `there is no row at position ${position}; the table has ${table.rowCount} rows`);
  }
  const { codes, classes } = table.target;
  const given = codes[position]!;
  const distances = rowDistances(table, position);
  const nearest = [...codes.keys()]
    .filter((row) => row !== position && codes[row]! >= 0)
    .sort((a, b) => distances[a]! - distances[b]! || a - b);
  const neighbours = nearest.slice(0, NEIGHBOURS);
  return {
    columns: table.features.map((column) => columnProfile(column, table.target, position)),
    nearestSame: nearest.filter((row) => codes[row] === given).slice(0, SHOWN),
    nearestOther: nearest.filter((row) => codes[row] !== given).slice(0, SHOWN),
    reasons: {
      votes: classes.map((label, code) => ({ label, share: issues.predProbs[position * classes.length + code]! })),
      neighbours: neighbours.length,
      neighboursOther: neighbours.filter((row) => codes[row] !== given).length,
    },
    scatter: tellingScatter(table, position),
  };
}
