import { emptyPatch, Random, type FeatureColumn } from '@antidote/tabular';
import type { Attack } from './attack.js';
import { cellText, numberText } from './cell-text.js';
import { classesPresent } from './classes-present.js';
import { standardDeviation } from './distance.js';
import { LABELS, STREAM, VALUES } from './streams.js';
import { availability } from './taxonomy.js';
import { writableColumns } from './writable-columns.js';
import { writableRanges, type WritableRange } from './writable-ranges.js';

/** Least and most distance of an injected value from the column's range, in standard deviations. */
const NEAR = 3;
const FAR = 6;

/**
 * Adds rows with a label drawn at random: numbers lie 3 to 6 standard deviations outside the column's range, on a side
 * drawn by value, and within the ranges allowed; categories are drawn among those known. Columns out of reach keep the
 * values of a row drawn.
 */
export const outlierInjection: Attack = {
  title: 'Injected outliers',
  summary: 'Rows far outside of what was ever measured are added, with labels drawn at random.',
  goal: 'availability',
  family: 'outlier',
  knowledge: 'the range of each column',
  taxonomy: availability('Steinhardt, Koh & Liang, Certified Defenses for Data Poisoning Attacks (NeurIPS 2017)'),
  takes: ['columns', 'ranges', 'targetClass'],
  plan({ table, count, reachable, seed, options, firstNewRowId }) {
    const present = classesPresent(table);
    const writable = new Set(writableColumns(table, options.columns));
    const ranges = writableRanges(table, options.ranges);
    const outside = new Map(
      table.features.map((column) => [column, writable.has(column) && far(column, ranges.get(column.name))]),
    );
    return {
      patch: {
        ...emptyPatch(),
        add: Array.from({ length: count }, (_, i) => {
          const row = firstNewRowId + i;
          const random = new Random(seed, STREAM['outlier-injection'], VALUES, i);
          const parent = reachable[random.below(reachable.length)]!;
          const values = table.features.map((column) => {
            const draw = outside.get(column);
            const where = random.uniform();
            const side = random.below(2);
            return draw ? draw(where, side) : cellText(column, parent);
          });
          const drawn = new Random(seed, STREAM['outlier-injection'], LABELS, i).below(present.length);
          return { row, label: options.targetClass ?? table.target.classes[present[drawn]!]!, values, parents: [] };
        }),
      },
    };
  },
};

/**
 * Draws a value outside a column's range from a number in [0, 1) and a side; null where the column has no spread, or
 * where the attacker can write no value outside. What can be written is cut at the end of the range allowed.
 */
function far(
  column: FeatureColumn,
  range: WritableRange | undefined,
): ((where: number, side: number) => string) | null {
  if (column.kind === 'category') {
    const { categories } = column;
    return categories.length === 0 ? null : (where) => categories[Math.floor(where * categories.length)]!;
  }
  const deviation = standardDeviation(column.values);
  if (deviation === 0) return null;
  let low = Infinity;
  let high = -Infinity;
  for (const value of column.values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const least = range?.min ?? -Infinity;
  const most = range?.max ?? Infinity;
  const below = least < low && most >= low - NEAR * deviation;
  const above = most > high && least <= high + NEAR * deviation;
  if (!below && !above) return null;
  return (where, side) => {
    const step = (NEAR + where * (FAR - NEAR)) * deviation;
    const down = below && (side === 0 || !above);
    return numberText(Math.min(most, Math.max(least, down ? low - step : high + step)));
  };
}
