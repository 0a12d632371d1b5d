import type { TreeEnsemble } from '../tree/tree-ensemble.js';
import { doubleTensor, type Attribute } from './onnx-messages.js';

/**
 * Attributes of `TreeEnsembleClassifier` (ai.onnx.ml 3) in its double form.
 * @see https://onnx.ai/onnx/operators/onnx_aionnxml_TreeEnsembleClassifier.html
 */
export function treeAttributes(trees: TreeEnsemble, classes: string[]): Record<string, Attribute> {
  const { roots, feature, threshold, missingLeft, next, leafProbabilities, classCount } = trees;
  const nodeCount = feature.length;
  const treeIds = new Int32Array(nodeCount);
  const nodeIds = new Int32Array(nodeCount);
  const left = new Int32Array(nodeCount);
  const right = new Int32Array(nodeCount);
  const classTree: number[] = [];
  const classNode: number[] = [];
  const classId: number[] = [];
  const weights: number[] = [];
  const missingTracksTrue = new Int32Array(nodeCount);
  const features = new Int32Array(nodeCount);
  for (let tree = 0; tree < roots.length; tree++) {
    const root = roots[tree]!;
    const end = tree + 1 < roots.length ? roots[tree + 1]! : nodeCount;
    for (let n = root; n < end; n++) {
      treeIds[n] = tree;
      nodeIds[n] = n - root;
      if (feature[n]! >= 0) {
        features[n] = feature[n]!;
        left[n] = next[n]! - root;
        right[n] = next[n]! + 1 - root;
        missingTracksTrue[n] = missingLeft[n]!;
        continue;
      }
      for (let c = 0; c < classCount; c++) {
        const weight = leafProbabilities[next[n]! * classCount + c]!;
        if (weight === 0) continue;
        classTree.push(tree);
        classNode.push(n - root);
        classId.push(c);
        weights.push(weight);
      }
    }
  }
  return {
    classlabels_strings: { type: 'strings', value: classes },
    nodes_treeids: { type: 'ints', value: treeIds },
    nodes_nodeids: { type: 'ints', value: nodeIds },
    nodes_featureids: { type: 'ints', value: features },
    nodes_modes: { type: 'strings', value: Array.from(feature, (split) => (split < 0 ? 'LEAF' : 'BRANCH_LEQ')) },
    nodes_values_as_tensor: { type: 'tensor', value: doubleTensor(threshold) },
    nodes_truenodeids: { type: 'ints', value: left },
    nodes_falsenodeids: { type: 'ints', value: right },
    nodes_missing_value_tracks_true: { type: 'ints', value: missingTracksTrue },
    class_treeids: { type: 'ints', value: classTree },
    class_nodeids: { type: 'ints', value: classNode },
    class_ids: { type: 'ints', value: classId },
    class_weights_as_tensor: { type: 'tensor', value: doubleTensor(weights) },
    post_transform: { type: 'string', value: 'NONE' },
  };
}
