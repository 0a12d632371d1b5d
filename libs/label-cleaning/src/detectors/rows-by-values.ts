import type { FeatureColumn } from '@antidote/tabular';

/** Rows of each key, ascending. */
export function rowsByKey(keys: Int32Array): Iterable<number[]> {
  const groups = new Map<number, number[]>();
  keys.forEach((key, row) => {
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  });
  return groups.values();
}

export interface ValueCodes {
  codes: Int32Array;
  counts: number[];
}

/** Each different value as a number from 0, missing ones alike. */
export function valueCodes(column: FeatureColumn): ValueCodes {
  const values = column.kind === 'numeric' ? column.values : column.codes;
  const codeOf = new Map<number, number>();
  const counts: number[] = [];
  const codes = Int32Array.from(values, (value) => {
    let code = codeOf.get(value);
    if (code === undefined) codeOf.set(value, (code = counts.push(0) - 1));
    counts[code]!++;
    return code;
  });
  return { codes, counts };
}

/** Rows with the same values in all of the columns, ascending in each group. */
export function rowsByValues(columns: FeatureColumn[], rowCount: number): Iterable<number[]> {
  let keys: Int32Array = new Int32Array(rowCount);
  for (const column of columns) {
    const { codes } = valueCodes(column);
    const keyOf = new Map<string, number>();
    keys = keys.map((key, row) => {
      const pair = `${key},${codes[row]}`;
      const known = keyOf.get(pair);
      if (known !== undefined) return known;
      keyOf.set(pair, keyOf.size);
      return keyOf.size - 1;
    });
  }
  return rowsByKey(keys);
}

export function valueText(column: FeatureColumn, row: number): string {
  if (column.kind === 'numeric') return Number.isNaN(column.values[row]) ? 'missing' : String(column.values[row]);
  return column.categories[column.codes[row]!] ?? 'missing';
}
