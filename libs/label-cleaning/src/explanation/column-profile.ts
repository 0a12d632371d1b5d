import type { FeatureColumn, LabelColumn } from '@antidote/tabular';

/** Where a row's value lies in each class. */
export interface ColumnProfile {
  name: string;
  type: 'numeric' | 'category';
  /** Outside the middle 98 % of its given class, or in under 2 % of it; never for a missing value or label. */
  unusual: boolean;
  /** Numeric: minimum, quartiles, maximum in each class, null where none has a value. Category: share of the value. */
  byClass: {
    label: string;
    quantiles: [number, number, number, number, number] | null;
    share: number | null;
  }[];
}

const RARE = 0.02;
const TAIL = 0.01;

export function columnProfile(column: FeatureColumn, target: LabelColumn, position: number): ColumnProfile {
  return column.kind === 'numeric'
    ? numericProfile(column.name, column.values, target, position)
    : categoryProfile(column.name, column.codes, target, position);
}

function numericProfile(name: string, values: Float64Array, target: LabelColumn, position: number): ColumnProfile {
  const value = values[position]!;
  const given = target.codes[position]!;
  let unusual = false;
  const byClass = target.classes.map((label, code) => {
    const sorted = values.filter((v, row) => target.codes[row] === code && v === v).sort();
    if (sorted.length === 0) return { label, quantiles: null, share: null };
    if (code === given) unusual = value < quantile(sorted, TAIL) || value > quantile(sorted, 1 - TAIL);
    const at = (p: number) => quantile(sorted, p);
    const quantiles: [number, number, number, number, number] = [at(0), at(0.25), at(0.5), at(0.75), at(1)];
    return { label, quantiles, share: null };
  });
  return { name, type: 'numeric', unusual, byClass };
}

function categoryProfile(name: string, codes: Int32Array, target: LabelColumn, position: number): ColumnProfile {
  const value = codes[position]!;
  const rows = new Int32Array(target.classes.length);
  const same = new Int32Array(target.classes.length);
  target.codes.forEach((label, row) => {
    if (label < 0) return;
    rows[label]!++;
    if (codes[row] === value) same[label]!++;
  });
  const share = (label: number) => (rows[label] === 0 ? 0 : same[label]! / rows[label]!);
  const given = target.codes[position]!;
  return {
    name,
    type: 'category',
    unusual: value >= 0 && given >= 0 && share(given) < RARE,
    byClass: target.classes.map((label, code) => ({ label, quantiles: null, share: share(code) })),
  };
}

/** Linear interpolation between order statistics, as numpy's default. */
function quantile(sorted: Float64Array, p: number): number {
  const at = p * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (at - below) * (sorted[above]! - sorted[below]!);
}
