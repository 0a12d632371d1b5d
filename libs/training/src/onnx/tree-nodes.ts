import type { FeatureSchema } from '@antidote/tabular';
import { doubleTensor, type Attribute } from './onnx-messages.js';

/** What all our trees have in common. */
export interface SplitTrees {
  roots: Int32Array;
  feature: Int32Array;
  threshold: Float64Array;
  missingLeft: Uint8Array;
  next: Int32Array;
  categorySet?: Int32Array;
  categorySets?: Uint32Array;
}

/**
 * The nodes of trees as attributes of `TreeEnsembleClassifier` (ai.onnx.ml 3) in its double form. A category split is
 * a chain of equalities whose true branches lead to the same child, which onnxruntime reads as a set.
 *
 * @param onLeaf called for each leaf with its tree, its number in the graph, and its node
 * @see https://onnx.ai/onnx/operators/onnx_aionnxml_TreeEnsembleClassifier.html
 */
export function treeNodes(
  trees: SplitTrees,
  features: FeatureSchema[],
  onLeaf: (tree: number, id: number, node: number) => void,
): Record<string, Attribute> {
  const { roots, feature, threshold, missingLeft, next, categorySet } = trees;
  const owners: number[] = [];
  const ids: number[] = [];
  const splits: number[] = [];
  const modes: string[] = [];
  const values: number[] = [];
  const yeses: number[] = [];
  const noes: number[] = [];
  const missings: number[] = [];
  const add = (tree: number, id: number, split: number, mode: string, value: number, yes = 0, no = 0, missing = 0) => {
    owners.push(tree);
    ids.push(id);
    splits.push(split);
    modes.push(mode);
    values.push(value);
    yeses.push(yes);
    noes.push(no);
    missings.push(missing);
  };
  for (let tree = 0; tree < roots.length; tree++) {
    const root = roots[tree]!;
    const end = tree + 1 < roots.length ? roots[tree + 1]! : feature.length;
    // Equalities after a chain's first have no node in the model; they are numbered after all that have.
    let extra = end - root;
    for (let node = root; node < end; node++) {
      const id = node - root;
      const split = feature[node]!;
      if (split < 0) {
        add(tree, id, 0, 'LEAF', 0);
        onLeaf(tree, id, node);
        continue;
      }
      const left = next[node]! - root;
      const right = left + 1;
      if ((categorySet?.[node] ?? -1) < 0) {
        add(tree, id, split, 'BRANCH_LEQ', threshold[node]!, left, right, missingLeft[node]);
        continue;
      }
      const codes = codesBySide(trees, node, features[split]!.categories!.length);
      // The side with fewer codes is asked for; a side without any is told from the other by missing alone.
      const asksLeft = codes.left.length > 0 && (codes.right.length === 0 || codes.left.length <= codes.right.length);
      if (codes.left.length === 0 || codes.right.length === 0) {
        add(tree, id, split, 'BRANCH_LEQ', asksLeft ? Number.MAX_VALUE : -1, left, right, missingLeft[node]);
        continue;
      }
      const asked = asksLeft ? codes.left : codes.right;
      const yes = asksLeft ? left : right;
      const no = asksLeft ? right : left;
      const missing = (missingLeft[node] === 1) === asksLeft ? 1 : 0;
      // onnxruntime joins an equality to the chain before it by its feature alone: another split of the same column,
      // right behind this one, is kept apart by a node that every row passes.
      const behind = root + no;
      const needsPass = feature[behind] === split && categorySet![behind]! >= 0;
      const otherwise = needsPass ? extra++ : no;
      asked.forEach((code, place) => {
        const isLast = place === asked.length - 1;
        const own = place === 0 ? id : extra++;
        add(tree, own, split, 'BRANCH_EQ', code, yes, isLast ? otherwise : extra, place === 0 ? missing : 0);
      });
      // After the chain: the first node listed is taken for the root.
      if (needsPass) add(tree, otherwise, split, 'BRANCH_LEQ', Number.MAX_VALUE, no, no, 1);
    }
  }
  return {
    nodes_treeids: { type: 'ints', value: owners },
    nodes_nodeids: { type: 'ints', value: ids },
    nodes_featureids: { type: 'ints', value: splits },
    nodes_modes: { type: 'strings', value: modes },
    nodes_values_as_tensor: { type: 'tensor', value: doubleTensor(values) },
    nodes_truenodeids: { type: 'ints', value: yeses },
    nodes_falsenodeids: { type: 'ints', value: noes },
    nodes_missing_value_tracks_true: { type: 'ints', value: missings },
  };
}

function codesBySide({ categorySet, categorySets }: SplitTrees, node: number, count: number) {
  const codes: { left: number[]; right: number[] } = { left: [], right: [] };
  for (let code = 0; code < count; code++) {
    const bit = (categorySets![categorySet![node]! + (code >> 5)]! >>> (code & 31)) & 1;
    codes[bit ? 'left' : 'right'].push(code);
  }
  return codes;
}
