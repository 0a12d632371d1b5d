import type { Random } from '@antidote/tabular';
import type { NewRows } from './resampled.js';

/**
 * Copies of rows drawn with replacement, class by class, until each class has its target.
 *
 * @param rowsOf positions of the rows of each class
 */
export function randomOversampling(rowsOf: Uint32Array[], targets: Int32Array, random: Random): NewRows {
  const parents = rowsOf.flatMap((rows, c) =>
    Array.from({ length: targets[c]! - rows.length }, () => rows[random.below(rows.length)]!),
  );
  return {
    parents: Uint32Array.from(parents),
    neighbors: Uint32Array.from(parents),
    weights: new Float64Array(parents.length),
  };
}

/**
 * Positions kept when each class gives rows away, drawn without replacement, until it has its target; ascending.
 *
 * @param rowsOf positions of the rows of each class
 */
export function randomUndersampling(rowsOf: Uint32Array[], targets: Int32Array, random: Random): Uint32Array {
  const kept = rowsOf.flatMap((rows, c) => Array.from(random.sample(rows.length, targets[c]!), (i) => rows[i]!));
  return Uint32Array.from(kept).sort();
}
