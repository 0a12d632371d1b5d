import type { FeatureSchema } from '@antidote/tabular';
import type { TreeEnsemble } from '../tree/tree-ensemble.js';
import { LeafWeights } from './leaf-weights.js';
import type { Attribute } from './onnx-messages.js';
import { treeNodes } from './tree-nodes.js';

/** Trees whose leaves give each class its share, as attributes of `TreeEnsembleClassifier`. */
export function treeAttributes(
  trees: TreeEnsemble,
  features: FeatureSchema[],
  classes: string[],
): Record<string, Attribute> {
  const { next, leafProbabilities, classCount } = trees;
  const weights = new LeafWeights();
  const nodes = treeNodes(trees, features, (tree, id, node) => {
    for (let c = 0; c < classCount; c++) {
      const weight = leafProbabilities[next[node]! * classCount + c]!;
      if (weight !== 0) weights.add(tree, id, c, weight);
    }
  });
  return {
    classlabels_strings: { type: 'strings', value: classes },
    ...nodes,
    ...weights.attributes(),
    post_transform: { type: 'string', value: 'NONE' },
  };
}
