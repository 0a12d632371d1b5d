import { DomainError, type Table } from '@antidote/tabular';

/** The values that an attacker can write into a numeric column, both ends included. */
export interface WritableRange {
  min: number;
  max: number;
}

export type WritableRanges = ReadonlyMap<string, WritableRange>;

/**
 * The ranges by column; a column without one takes any value.
 *
 * @throws DomainError `column_mismatch` for a name that is no numeric feature
 */
export function writableRanges(
  table: Table,
  given: Record<string, { min?: number | undefined; max?: number | undefined }> | undefined,
): WritableRanges {
  return new Map(
    Object.entries(given ?? {}).map(([name, { min = -Infinity, max = Infinity }]) => {
      if (table.features.some((column) => column.name === name && column.kind === 'numeric'))
        return [name, { min, max }];
      throw new DomainError(
        'column_mismatch',
        `A range is given for ${JSON.stringify(name)}, which is no numeric feature; give ranges for numbers alone.`,
        { column: name },
      );
    }),
  );
}

export const isWithin = (range: WritableRange | undefined, value: number): boolean =>
  range === undefined || (value >= range.min && value <= range.max);
