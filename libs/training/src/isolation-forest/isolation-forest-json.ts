import { DomainError, type FeatureSchema } from '@antidote/tabular';
import { CATEGORY_ORDERS, type IsolationForest } from './isolation-forest.js';

/** An isolation forest as JSON: its fields, the arrays as lists. */
export interface IsolationForestJson {
  formatVersion: 1;
  kind: 'isolation-forest';
  features: FeatureSchema[];
  seed: number;
  sampleSize: number;
  contamination: number | 'auto';
  scoreThreshold: number;
  categoryPositions: (number[] | null)[];
  trees: {
    roots: number[];
    feature: number[];
    threshold: number[];
    missingLeft: number[];
    next: number[];
    pathLength: number[];
  };
}

export function isolationForestToJson(model: IsolationForest): IsolationForestJson {
  const { trees } = model;
  return {
    ...model,
    formatVersion: 1,
    categoryPositions: model.categoryPositions.map((positions) => positions && Array.from(positions)),
    trees: {
      roots: Array.from(trees.roots),
      feature: Array.from(trees.feature),
      threshold: Array.from(trees.threshold),
      missingLeft: Array.from(trees.missingLeft),
      next: Array.from(trees.next),
      pathLength: Array.from(trees.pathLength),
    },
  };
}

/**
 * The isolation forest that `isolationForestToJson` stored: it gives the same scores to the last bit.
 * @param stored parsed JSON of any origin
 * @throws DomainError `invalid_model` when the version, the orders of categories or a tree's links do not hold
 */
export function isolationForestFromJson(stored: unknown): IsolationForest {
  const json = (stored ?? {}) as IsolationForestJson;
  if (json.formatVersion !== 1) {
    throw new DomainError('invalid_model', `the model has format version ${json.formatVersion}; this build reads 1`);
  }
  let holds: boolean;
  try {
    holds = isSound(json);
  } catch (cause) {
    // A field that is absent or of another type shows as a TypeError of the check.
    throw damaged(cause);
  }
  if (!holds) throw damaged();
  const { kind, features, seed, sampleSize, contamination, scoreThreshold, categoryPositions, trees } = json;
  return {
    kind,
    features,
    seed,
    sampleSize,
    contamination,
    scoreThreshold,
    categoryPositions: categoryPositions.map((positions) => positions && Int32Array.from(positions)),
    trees: {
      roots: Int32Array.from(trees.roots),
      feature: Int32Array.from(trees.feature),
      threshold: Float64Array.from(trees.threshold),
      missingLeft: Uint8Array.from(trees.missingLeft),
      next: Int32Array.from(trees.next),
      pathLength: Float64Array.from(trees.pathLength),
    },
  };
}

const damaged = (cause?: unknown) =>
  new DomainError('invalid_model', 'the isolation forest is damaged; save the model again', {}, { cause });

function isSound({ features, trees, categoryPositions, sampleSize, scoreThreshold }: IsolationForestJson): boolean {
  const nodes = trees.feature.length;
  const positionsHold =
    categoryPositions.length === features.length &&
    features.every(
      ({ type, categories }, f) =>
        type === 'numeric' || categoryPositions[f]?.length === CATEGORY_ORDERS * categories!.length,
    );
  const isComplete = [trees.feature, trees.threshold, trees.missingLeft, trees.next, trees.pathLength].every(
    (numbers) => numbers.length === nodes && numbers.every(Number.isFinite),
  );
  // Children lie after their parent, so that a walk always ends.
  const linksHold = trees.feature.every(
    (feature, node) =>
      feature < 0 || (feature < features.length && trees.next[node]! > node && trees.next[node]! + 1 < nodes),
  );
  const rootsHold =
    trees.roots[0] === 0 && trees.roots.every((root, t) => root < nodes && (t === 0 || root > trees.roots[t - 1]!));
  return positionsHold && isComplete && linksHold && rootsHold && sampleSize >= 2 && Number.isFinite(scoreThreshold);
}
