import type { ModelParameters } from '@antidote/contracts';
import { DomainError, type FeatureSchema } from '@antidote/tabular';
import type { TreeModel, TreeModelKind } from './tree-model.js';

/** A model as JSON: the arrays of its trees as lists. Out-of-bag predictions are left out. */
export interface TreeModelJson {
  formatVersion: 1;
  kind: TreeModelKind;
  classes: string[];
  features: FeatureSchema[];
  parameters: ModelParameters;
  seed: number;
  trees: {
    roots: number[];
    feature: number[];
    threshold: number[];
    splitBin: number[];
    missingLeft: number[];
    next: number[];
    leafProbabilities: number[];
  };
}

export function modelToJson(model: TreeModel): TreeModelJson {
  const { trees } = model;
  return {
    formatVersion: 1,
    kind: model.kind,
    classes: model.classes,
    features: model.features,
    parameters: model.parameters,
    seed: model.seed,
    trees: {
      roots: Array.from(trees.roots),
      feature: Array.from(trees.feature),
      threshold: Array.from(trees.threshold),
      splitBin: Array.from(trees.splitBin),
      missingLeft: Array.from(trees.missingLeft),
      next: Array.from(trees.next),
      leafProbabilities: Array.from(trees.leafProbabilities),
    },
  };
}

/** @throws DomainError `invalid_model` when the version or a tree's links do not hold */
export function modelFromJson(json: TreeModelJson): TreeModel {
  if (json.formatVersion !== 1) {
    throw new DomainError('invalid_model', `the model has format version ${json.formatVersion}; this build reads 1`);
  }
  const { trees } = json;
  const classCount = json.classes.length;
  const nodeCount = trees.feature.length;
  const sameLength = [trees.threshold, trees.splitBin, trees.missingLeft, trees.next].every(
    (a) => a.length === nodeCount,
  );
  const linksHold = trees.feature.every((feature, node) => {
    const next = trees.next[node]!;
    // Children lie after their parent, so that a walk always ends.
    return feature < 0
      ? next >= 0 && (next + 1) * classCount <= trees.leafProbabilities.length
      : feature < json.features.length && next > node && next + 1 < nodeCount;
  });
  const rootsHold = trees.roots.length > 0 && trees.roots.every((root) => root >= 0 && root < nodeCount);
  if (!sameLength || !linksHold || !rootsHold) {
    throw new DomainError('invalid_model', 'the trees of the model are damaged; export the model again');
  }
  return {
    kind: json.kind,
    classes: json.classes,
    features: json.features,
    parameters: json.parameters,
    seed: json.seed,
    trees: {
      classCount,
      roots: Int32Array.from(trees.roots),
      feature: Int32Array.from(trees.feature),
      threshold: Float64Array.from(trees.threshold),
      splitBin: Uint8Array.from(trees.splitBin),
      missingLeft: Uint8Array.from(trees.missingLeft),
      next: Int32Array.from(trees.next),
      leafProbabilities: Float64Array.from(trees.leafProbabilities),
    },
  };
}
