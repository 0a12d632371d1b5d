import type { ColumnSummary } from '@antidote/contracts';
import { tableDigest } from '@antidote/data-versioning';
import type { TableFacts } from '@antidote/persistence';
import { classCounts, type FeatureColumn, sourceColumn, type Table } from '@antidote/tabular';

/**
 * What the row of a version says of its table: identity, shape, classes, and one line a column.
 *
 * @param leaves `rowLeaves(table)`, where they are known already
 */
export function tableFacts(table: Table, warnings: string[], leaves?: Uint8Array): TableFacts {
  const { classes, codes, name } = table.target;
  const counts = classCounts(codes, classes.length);
  return {
    digest: tableDigest(table, leaves),
    target: name,
    rowCount: table.rowCount,
    featureCount: table.features.length,
    classes: classes.map((label, code) => ({ label, rows: counts[code]! })).filter(({ rows }) => rows > 0),
    columns: table.features.map(summarize),
    warnings,
    sources: sourceRows(table),
  };
}

function sourceRows(table: Table): { source: string; rows: number }[] {
  const column = sourceColumn(table);
  if (column === null) return [];
  const counts = classCounts(column.codes, column.names.length);
  return column.names.map((source, code) => ({ source, rows: counts[code]! })).filter(({ rows }) => rows > 0);
}

function summarize(column: FeatureColumn): ColumnSummary {
  if (column.kind === 'category') {
    const present = column.codes.filter((code) => code >= 0);
    const missing = column.codes.length - present.length;
    return { name: column.name, type: 'category', missing, quantiles: null, distinct: new Set(present).size };
  }
  const present = column.values.filter((value) => !Number.isNaN(value)).sort();
  const missing = column.values.length - present.length;
  const at = (share: number) => quantileOfSorted(present, share);
  const quantiles: ColumnSummary['quantiles'] =
    present.length === 0 ? null : [at(0), at(0.25), at(0.5), at(0.75), at(1)];
  return { name: column.name, type: 'numeric', missing, quantiles, distinct: null };
}

/** Linear between order statistics, as numpy's default (Hyndman and Fan, type 7). */
function quantileOfSorted(sorted: Float64Array, share: number): number {
  const position = (sorted.length - 1) * share;
  const below = Math.floor(position);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (high - low) * (position - below);
}
