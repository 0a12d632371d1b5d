import type { FeatureColumn } from '@antidote/tabular';
import { found } from '../rows/finding.js';
import { shown } from '../rows/words.js';
import type { Check } from './check-context.js';

const FEWEST_ROWS = 20;

/** Features whose values name the row: whole numbers that count on without a gap worth naming, and texts all different. */
export const idColumn: Check = ({ table }) => {
  if (table.rowCount < FEWEST_ROWS) return { findings: [], skipped: `fewer than ${FEWEST_ROWS} rows` };
  const findings = table.features
    .filter(namesRows)
    .map(({ name }) =>
      found(
        'id-column',
        'warn',
        `Column ${shown(name)} has another value in each row, as an identifier has.`,
        `Declare it as id (--id ${name}) or drop it: a model can learn rows by heart with it, and the order of rows from it.`,
        { columns: [name], numbers: { rows: table.rowCount } },
      ),
    );
  return { findings };
};

function namesRows(column: FeatureColumn): boolean {
  if (column.kind === 'category') {
    const rows = column.codes.length;
    if (column.categories.length < 0.98 * rows) return false;
    return new Set(column.codes).size >= 0.98 * rows;
  }
  let [low, high] = [Infinity, -Infinity];
  for (const value of column.values) {
    if (!Number.isInteger(value)) return false;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (high - low + 1 > 1.5 * column.values.length) return false;
  return new Set(column.values).size === column.values.length;
}

/** Features with a single value, or none. */
export const constantColumn: Check = ({ table }) => {
  const constant = table.features.filter(isConstant).map(({ name }) => name);
  if (constant.length === 0) return { findings: [] };
  return {
    findings: [
      found(
        'constant-column',
        'info',
        `${constant.length === 1 ? `Column ${shown(constant[0]!)} has` : `${constant.length} columns have`} one value or none in all rows.`,
        'They teach nothing; leave them out unless other versions have more values.',
        { columns: constant, numbers: { columns: constant.length } },
      ),
    ],
  };
};

function isConstant(column: FeatureColumn): boolean {
  const values = column.kind === 'numeric' ? column.values : column.codes;
  const first = values[0]!;
  return values.every((value) => Object.is(value, first));
}
