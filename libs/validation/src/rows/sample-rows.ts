import { Random, selectRows, type Table } from '@antidote/tabular';

/** A seeded sample of at most `limit` rows, in row order; the table itself when it has no more. */
export function sampleRows(table: Table, limit: number, seed: number): Table {
  if (table.rowCount <= limit) return table;
  return selectRows(table, new Random(seed, table.rowCount).sample(table.rowCount, limit));
}
