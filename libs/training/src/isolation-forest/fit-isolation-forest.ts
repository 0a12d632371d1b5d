import { DomainError, Random, type FeatureColumn } from '@antidote/tabular';
import { checkColumns } from '../sound-columns.js';
import { checkRow } from '../sound-rows.js';
import { checkSeed } from '../sound-seed.js';
import { checkThreads } from '../tree/predict-threads.js';
import { anomalyScore } from './anomaly-score.js';
import { drawBelow } from './draw-below.js';
import { categoryPositions, isolationColumn } from './isolation-columns.js';
import { CATEGORY_ORDERS, type IsolationForest } from './isolation-forest.js';
import { IsolationTreeGrower } from './isolation-tree-grower.js';

/** Random numbers of the trees: stream (ISOLATION, tree), so that trees may be grown in any order. */
const ISOLATION_STREAM = 7;

export interface IsolationForestOptions {
  seed: number;
  /** Whole number from 1 to 10,000; default 100. */
  nEstimators?: number;
  /** Rows drawn for each tree, without replacement: a whole number from 2, or a share below 1; default 256. At most all. */
  maxSamples?: number;
  /** Share of the training rows to flag, above 0 and up to 0.5; 'auto', the default, flags scores above 0.5. */
  contamination?: number | 'auto';
  /** Positions to train on, each once; all rows when absent. */
  rows?: ArrayLike<number>;
  /** Threads that score the rows for `contamination`, from 1, the default; the same forest for any number. */
  threads?: number;
}

/**
 * Fits an isolation forest. It needs no labels: rows that random splits part from the rest early are anomalous.
 *
 * Categories are seen by each tree in one of 16 random orders, so that none is favoured by its place in the alphabet,
 * and cut as numbers are. Missing values take the place of one drawn from the node's own; see `IsolationTreeGrower`.
 *
 * @param features `rowCount` values each; infinite numbers count as missing
 * @throws DomainError `shape_mismatch` or `column_mismatch`, naming the column; `too_few_rows` below two rows, `parameter_out_of_range`
 * Cost: O(nEstimators x maxSamples x log maxSamples), whatever the number of rows; a `contamination` share scores them.
 * @see Liu, Ting & Zhou, Isolation Forest (ICDM 2008), algorithms 1 and 2
 */
export function fitIsolationForest(
  features: FeatureColumn[],
  rowCount: number,
  { seed, nEstimators = 100, maxSamples = 256, contamination = 'auto', rows, threads = 1 }: IsolationForestOptions,
): IsolationForest {
  check(features, rowCount, nEstimators, maxSamples, contamination);
  checkSeed(seed);
  for (let i = 0; i < (rows?.length ?? 0); i++) checkRow(rows![i]!, rowCount);
  checkThreads(threads);
  const available = rows?.length ?? rowCount;
  if (available < 2) throw new DomainError('too_few_rows', `an isolation forest needs 2 rows; there are ${available}`);
  const sampleSize = Math.min(available, maxSamples < 1 ? Math.max(2, Math.floor(maxSamples * available)) : maxSamples);
  const positions = categoryPositions(features, seed);
  const hasCategories = positions.some((own) => own !== null);
  const orders = Array.from({ length: hasCategories ? Math.min(CATEGORY_ORDERS, nEstimators) : 1 }, (_, order) =>
    features.map((column, f) => isolationColumn(column, positions[f]!, order, 0, rowCount)),
  );

  const grower = new IsolationTreeGrower(features.length, nEstimators, sampleSize);
  const sample = new Int32Array(sampleSize);
  const drawn = new Int32Array((available + 31) >>> 5);
  for (let tree = 0; tree < nEstimators; tree++) {
    const random = new Random(seed, ISOLATION_STREAM, tree);
    drawSample(sample, available, drawn, random);
    if (rows) for (let i = 0; i < sampleSize; i++) sample[i] = rows[sample[i]!]!;
    grower.grow(orders[tree % orders.length]!, sample, random);
  }
  const model: IsolationForest = {
    kind: 'isolation-forest',
    features: features.map((column) =>
      column.kind === 'numeric'
        ? { name: column.name, type: 'numeric' }
        : { name: column.name, type: 'category', categories: column.categories },
    ),
    seed,
    sampleSize,
    contamination,
    scoreThreshold: 0.5,
    categoryPositions: positions,
    trees: grower.finish(),
  };
  if (contamination !== 'auto') {
    const scores = anomalyScore(model, features, rowCount, { threads });
    model.scoreThreshold = quantile(rows ? Float64Array.from(rows, (row) => scores[row]!) : scores, 1 - contamination);
  }
  return model;
}

/** Fills `sample` with different positions below `available`, by Floyd's method; `drawn` has a bit a position, all 0. */
function drawSample(sample: Int32Array, available: number, drawn: Int32Array, random: Random): void {
  const first = available - sample.length;
  for (let i = 0; i < sample.length; i++) {
    const wanted = drawBelow(random, first + i + 1);
    const position = (drawn[wanted >>> 5]! >>> (wanted & 31)) & 1 ? first + i : wanted;
    drawn[position >>> 5]! |= 1 << (position & 31);
    sample[i] = position;
  }
  for (let i = 0; i < sample.length; i++) drawn[sample[i]! >>> 5] = 0;
}

/** Quantile of all `values` by linear interpolation, as NumPy's default; `values` is sorted in place. */
function quantile(values: Float64Array, share: number): number {
  values.sort();
  const at = share * (values.length - 1);
  const below = Math.floor(at);
  const low = values[below]!;
  return low + (at - below) * ((values[below + 1] ?? low) - low);
}

function check(
  features: FeatureColumn[],
  rowCount: number,
  nEstimators: number,
  maxSamples: number,
  contamination: number | 'auto',
): void {
  const refuse = (name: string, value: unknown, allowed: string) =>
    new DomainError('parameter_out_of_range', `${name} of the isolation forest is ${String(value)}; give ${allowed}`, {
      parameter: name,
    });
  if (!Number.isInteger(nEstimators) || nEstimators < 1 || nEstimators > 10_000) {
    throw refuse('nEstimators', nEstimators, 'a whole number from 1 to 10000');
  }
  if (!((Number.isInteger(maxSamples) && maxSamples >= 2) || (maxSamples > 0 && maxSamples < 1))) {
    throw refuse('maxSamples', maxSamples, 'a whole number from 2, or a share between 0 and 1');
  }
  if (contamination !== 'auto' && !(contamination > 0 && contamination <= 0.5)) {
    throw refuse('contamination', contamination, "'auto', or a share above 0 and up to 0.5");
  }
  if (features.length === 0) {
    throw new DomainError('shape_mismatch', 'the table has no feature column; give at least one');
  }
  checkColumns(features, rowCount);
}
