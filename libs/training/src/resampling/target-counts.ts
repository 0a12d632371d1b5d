import { DomainError } from '@antidote/tabular';

/**
 * Rows each class has to have after oversampling: at least `ratio` times those of the largest class, rounded; a class
 * that has more keeps them, an absent class stays absent.
 */
export function oversamplingTargets(counts: Int32Array, ratio: number): Int32Array {
  const largest = Math.max(...counts);
  return counts.map((count) => (count === 0 ? 0 : Math.max(count, Math.round(largest * ratio))));
}

/**
 * Rows each class has to have after undersampling: at most those of the smallest present class over `ratio`, rounded.
 */
export function undersamplingTargets(counts: Int32Array, ratio: number): Int32Array {
  const smallest = Math.min(...counts.filter((count) => count > 0));
  return counts.map((count) => Math.min(count, Math.round(smallest / ratio)));
}

/** @throws DomainError `parameter_out_of_range` */
export function checkRatio(ratio: number): void {
  if (ratio > 0 && ratio <= 1) return;
  throw new DomainError(
    'parameter_out_of_range',
    `samplingRatio is ${ratio}; give the share of smaller to larger classes, above 0 and at most 1.`,
  );
}
