import { z } from 'zod';

/** Rows whose label changed alike. */
export const LabelChangeGroup = z
  .strictObject({
    from: z.string(),
    to: z.string(),
    /** Null where the table names no source, or the row's is missing. */
    source: z.string().nullable(),
    rows: z.int(),
  })
  .meta({ id: 'LabelChangeGroup' });
export type LabelChangeGroup = z.infer<typeof LabelChangeGroup>;

export const CellDifference = z
  .strictObject({
    row: z.int(),
    /** The target's name for a label. */
    column: z.string(),
    from: z.string(),
    to: z.string(),
  })
  .meta({ id: 'CellDifference' });
export type CellDifference = z.infer<typeof CellDifference>;

export const ColumnStatistics = z
  .strictObject({
    kind: z.enum(['numeric', 'category']),
    missing: z.int(),
    /** Of numbers; null where there are none. */
    mean: z.number().nullable(),
    /** The standard deviation of a sample, of two numbers at least. */
    sd: z.number().nullable(),
    /** Of a category: how many different texts. */
    distinct: z.int().nullable(),
  })
  .meta({ id: 'ColumnStatistics' });
export type ColumnStatistics = z.infer<typeof ColumnStatistics>;

const ListedRows = z.strictObject({
  total: z.int(),
  /** Row ids, ascending, the first 1000. */
  rows: z.array(z.int()),
});

/** What changed from one table to another: groups of labels first, then cells, rows and statistics. */
export const TableDiff = z
  .strictObject({
    rowsBefore: z.int(),
    rowsAfter: z.int(),
    /** Largest first. */
    labelGroups: z.array(LabelChangeGroup),
    changedLabels: z.int(),
    changedRows: z.int(),
    /** A window of the changed cells, in row order, labels before features. */
    cells: z.strictObject({ total: z.int(), offset: z.int(), shown: z.array(CellDifference) }),
    added: ListedRows,
    dropped: ListedRows,
    /** Columns that changed, came or went; null on the side that lacks one. */
    columns: z.array(
      z.strictObject({ name: z.string(), before: ColumnStatistics.nullable(), after: ColumnStatistics.nullable() }),
    ),
    /** Rows of each class before and after. */
    classes: z.array(z.strictObject({ label: z.string(), before: z.int(), after: z.int() })),
  })
  .meta({ id: 'TableDiff' });
export type TableDiff = z.infer<typeof TableDiff>;

const DiffEnd = z.strictObject({ versionId: z.uuid(), digest: z.string() });

export const VersionDiff = TableDiff.extend({
  from: DiffEnd,
  to: DiffEnd,
  /**
   * `lineage`: both rest on one registered file, whose row ids match them. `position`: two files of the dataset, whose
   * rows are matched by their places, so that rows inserted in between make all after them differ.
   */
  matchedBy: z.enum(['lineage', 'position']),
}).meta({ id: 'VersionDiff' });
export type VersionDiff = z.infer<typeof VersionDiff>;
