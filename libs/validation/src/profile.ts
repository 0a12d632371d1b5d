import type { ColumnProfile } from '@antidote/contracts';
import { byCodePoint, type FeatureColumn, type Table } from '@antidote/tabular';
import { countsByText } from './drift/column-drift.js';

const TOP = 10;

/**
 * What each feature holds, over all rows.
 *
 * @param withheld names of columns whose values are not to be shown
 */
export function profile(table: Table, withheld: ReadonlySet<string> = new Set()): ColumnProfile[] {
  return table.features.map((column) => ({
    column: column.name,
    kind: column.kind,
    ...(column.kind === 'numeric' ? ofNumbers(column.values) : ofTexts(column)),
    ...(withheld.has(column.name) && { numbers: null, top: null }),
  }));
}

function ofNumbers(all: Float64Array): Pick<ColumnProfile, 'missing' | 'distinct' | 'numbers' | 'top'> {
  const values = all.filter(Number.isFinite).sort();
  const missing = all.length === 0 ? 0 : 1 - values.length / all.length;
  if (values.length === 0) return { missing, distinct: 0, numbers: null, top: null };
  let distinct = 0;
  let mean = 0;
  let integer = true;
  values.forEach((value, i) => {
    if (i === 0 || value !== values[i - 1]) distinct++;
    mean += (value - mean) / (i + 1);
    integer &&= Number.isInteger(value);
  });
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  const at = (share: number) => values[Math.round(share * (values.length - 1))]!;
  const sd = Math.sqrt(squares / (values.length - 1));
  return {
    missing,
    distinct,
    numbers: {
      min: values[0]!,
      q25: at(0.25),
      median: at(0.5),
      q75: at(0.75),
      max: values.at(-1)!,
      mean,
      sd: Number.isFinite(sd) ? sd : null,
      integer,
    },
    top: null,
  };
}

function ofTexts(column: FeatureColumn & { kind: 'category' }) {
  const counts = countsByText(column);
  let given = 0;
  for (const count of counts.values()) given += count;
  const top = [...counts].sort((a, b) => b[1] - a[1] || byCodePoint(a[0], b[0])).slice(0, TOP);
  return {
    missing: column.codes.length === 0 ? 0 : 1 - given / column.codes.length,
    distinct: counts.size,
    numbers: null,
    top: top.map(([value, count]) => ({ value, count })),
  };
}
