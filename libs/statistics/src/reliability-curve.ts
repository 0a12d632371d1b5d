import { DomainError } from '@antidote/tabular';
import { quantile } from './quantile.js';

export interface ReliabilityOptions {
  /** At least 1; 10 unless told. */
  bins?: number;
  /** `uniform`: bins of equal width over [0, 1] (default). `quantile`: adaptive bins with about equally many rows. */
  strategy?: 'uniform' | 'quantile';
}

/** Rows whose predicted probability lies in (low, high]; the first bin holds its lower edge too. */
export interface ReliabilityBin {
  low: number;
  high: number;
  count: number;
  /** Mean predicted probability. */
  predicted: number;
  /** Share of rows in which the event came true. */
  observed: number;
}

/**
 * Predicted probabilities against observed shares, in bins; bins without a row are left out. A calibrated model has
 * `predicted` close to `observed`. The points of scikit-learn's `calibration_curve`.
 *
 * @param outcomes 1 where the event came true, else 0
 * @param predicted its probability in [0, 1], one a row
 * @throws DomainError `shape_mismatch`, `parameter_out_of_range`, `too_few_rows` without a row
 */
export function reliabilityCurve(
  outcomes: ArrayLike<number>,
  predicted: ArrayLike<number>,
  { bins = 10, strategy = 'uniform' }: ReliabilityOptions = {},
): ReliabilityBin[] {
  check(outcomes, predicted, bins);
  const edges = strategy === 'uniform' ? uniformEdges(bins) : quantileEdges(predicted, bins);
  const found = Array.from({ length: bins }, (_, bin) => ({
    low: edges[bin]!,
    high: edges[bin + 1]!,
    count: 0,
    predicted: 0,
    observed: 0,
  }));
  for (let row = 0; row < predicted.length; row++) {
    let bin = 0;
    while (bin < bins - 1 && predicted[row]! > edges[bin + 1]!) bin++;
    const into = found[bin]!;
    into.count++;
    into.predicted += predicted[row]!;
    into.observed += outcomes[row]!;
  }
  return found
    .filter(({ count }) => count > 0)
    .map((bin) => ({ ...bin, predicted: bin.predicted / bin.count, observed: bin.observed / bin.count }));
}

const uniformEdges = (bins: number) => Float64Array.from({ length: bins + 1 }, (_, i) => i / bins);

function quantileEdges(values: ArrayLike<number>, bins: number): Float64Array {
  const sorted = Float64Array.from(values).sort();
  return Float64Array.from({ length: bins + 1 }, (_, i) => quantile(sorted, i / bins));
}

function check(outcomes: ArrayLike<number>, predicted: ArrayLike<number>, bins: number): void {
  if (outcomes.length !== predicted.length) {
    throw new DomainError(
      'shape_mismatch',
      `${predicted.length} probabilities for ${outcomes.length} outcomes; give one for each row.`,
    );
  }
  if (predicted.length === 0) throw new DomainError('too_few_rows', 'A reliability curve needs at least one row.');
  if (!Number.isInteger(bins) || bins < 1) {
    throw new DomainError('parameter_out_of_range', `bins is ${bins}; give a whole number of at least 1.`);
  }
  for (let row = 0; row < predicted.length; row++) {
    if (predicted[row]! >= 0 && predicted[row]! <= 1) continue;
    throw new DomainError(
      'parameter_out_of_range',
      `Row ${row} has the probability ${predicted[row]}; give values from 0 to 1.`,
    );
  }
}
