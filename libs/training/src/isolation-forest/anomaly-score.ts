import type { FeatureColumn } from '@antidote/tabular';
import { alignColumns } from '../align-columns.js';
import type { WalkedTrees } from '../tree/predict-input.js';
import { leafSums } from '../tree/predict-leaf-sums.js';
import { checkThreads } from '../tree/predict-threads.js';
import { averagePathLength } from './average-path-length.js';
import { isolationColumn } from './isolation-columns.js';
import { CATEGORY_ORDERS, type IsolationForest, type IsolationTrees } from './isolation-forest.js';

/** Rows whose categories are put in every order at once. */
const CHUNK_ROWS = 16_384;

/**
 * Anomaly score of each row: 2^(-E[h(x)] / c(psi)), in (0, 1]; higher is more anomalous
 * (the opposite sign of scikit-learn's `score_samples`).
 *
 * @param features columns by name, in any order; a category that the model has not seen counts as missing, and so does
 *   an infinite number
 * @param options.threads from 1, the default; the same scores for any number
 * @returns Float64Array(rowCount), in row order
 * @throws DomainError `column_mismatch` or `shape_mismatch`, naming the column; `parameter_out_of_range` for threads
 * @see Liu, Ting & Zhou, Isolation Forest (ICDM 2008), eq. 1-2
 */
export function anomalyScore(
  model: IsolationForest,
  features: FeatureColumn[],
  rowCount: number,
  { threads = 1 }: { threads?: number } = {},
): Float64Array {
  checkThreads(threads);
  const columns = alignColumns(model.features, features, rowCount);
  const { trees, views } = walkedIsolation(model);
  const perTree = -1 / (model.trees.roots.length * averagePathLength(model.sampleSize));
  const hasCategories = columns.some((column) => column.kind === 'category');
  const chunk = hasCategories ? CHUNK_ROWS : rowCount;
  const scores = new Float64Array(rowCount);
  for (let from = 0; from < rowCount; from += chunk) {
    const to = Math.min(rowCount, from + chunk);
    const values = views.map(({ feature, order }) =>
      isolationColumn(columns[feature]!, model.categoryPositions[feature]!, order, from, to),
    );
    const paths = leafSums(trees, values, to - from, threads);
    for (let row = from; row < to; row++) scores[row] = 2 ** (paths[row - from]! * perTree);
  }
  return scores;
}

/** 1 for each score above the model's threshold (see `contamination`), else 0. */
export function isAnomaly(model: IsolationForest, scores: Float64Array): Uint8Array {
  return Uint8Array.from(scores, (score) => (score > model.scoreThreshold ? 1 : 0));
}

interface WalkedIsolation {
  trees: WalkedTrees;
  /** What each of the walk's columns shows. */
  views: { feature: number; order: number }[];
}

const walked = new WeakMap<IsolationTrees, WalkedIsolation>();

/** The forest as `leafSums` walks it: a column for each numeric feature, and for each order of a category feature. */
function walkedIsolation({ features, trees }: IsolationForest): WalkedIsolation {
  const known = walked.get(trees);
  if (known) return known;
  const views: WalkedIsolation['views'] = [];
  const firstView = features.map((schema, feature) => {
    const orders = schema.type === 'numeric' ? 1 : CATEGORY_ORDERS;
    for (let order = 0; order < orders; order++) views.push({ feature, order });
    return views.length - orders;
  });
  const column = trees.feature.map((feature) => (feature < 0 ? -1 : firstView[feature]!));
  const { roots } = trees;
  for (let tree = 0; tree < roots.length; tree++) {
    const end = roots[tree + 1] ?? column.length;
    for (let node = roots[tree]!; node < end; node++) {
      const feature = trees.feature[node]!;
      if (feature >= 0 && features[feature]!.type !== 'numeric') column[node]! += tree % CATEGORY_ORDERS;
    }
  }
  const made: WalkedIsolation = {
    views,
    trees: {
      roots,
      feature: column,
      threshold: trees.threshold,
      missingLeft: trees.missingLeft,
      next: trees.next,
      leafRow: Int32Array.from({ length: column.length }, (_, node) => node),
      leafValues: trees.pathLength,
      leafWidth: 1,
      targetCount: 1,
    },
  };
  walked.set(trees, made);
  return made;
}
