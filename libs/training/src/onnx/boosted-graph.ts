import type { BoostedModel, BoostedTrees } from '../boosting/boosted-model.js';
import { GraphBuilder, ML_DOMAIN } from './graph-builder.js';
import { doubleTensor, int64Tensor, type Attribute } from './onnx-messages.js';
import { treeMatrix } from './tree-matrix.js';

const TO_DOUBLE = 11;
/** With one or two classes the operator takes a binary mode of its own; classes without a weight avoid it. */
const FEWEST_CLASSES = 3;

/**
 * Boosted trees as one `TreeEnsembleClassifier` whose class scores are the margins (two classes: 0 and the margin).
 * Thresholds and leaf values are doubles and margins sum exactly (`LEAF_QUANTUM`), so that labels are the engine's own
 * on every row. Probabilities are the softmax of the operator's 32-bit scores: within 2e-6.
 */
export function addBoostedGraph(builder: GraphBuilder, model: BoostedModel): void {
  const { names } = builder;
  const { classes } = model;
  const matrix = treeMatrix(builder, model.features);
  const padding = Array.from({ length: Math.max(0, FEWEST_CLASSES - classes.length) }, (_, n) =>
    builder.name(`unused_${n}`),
  );
  const labels = builder.name('labels');
  const scores = builder.name('scores');
  builder.output('TreeEnsembleClassifier', [matrix], [labels, scores], {
    domain: ML_DOMAIN,
    attributes: boostedAttributes(model, [...classes, ...padding]),
  });
  builder.output('Reshape', [labels, builder.shapeOfColumn()], [names.prediction]);
  let margins = builder.node('Cast', [scores], 'margins', { attributes: { to: { type: 'int', value: TO_DOUBLE } } });
  const axis: Record<string, Attribute> = { axis: { type: 'int', value: 1 } };
  if (padding.length > 0) {
    const own = builder.constant('own_classes', (name) =>
      int64Tensor(
        classes.map((_, c) => c),
        name,
      ),
    );
    margins = builder.node('Gather', [margins, own], 'own_margins', { attributes: axis });
  }
  const probabilities = builder.node('Softmax', [margins], 'probabilities', { attributes: axis });
  builder.output('Split', [probabilities], names.probabilities, { attributes: axis });
}

/**
 * Attributes of `TreeEnsembleClassifier` (ai.onnx.ml 3) in its double form. The baseline is part of the first tree.
 * A category split is a chain of equalities whose true branches lead to the same child.
 *
 * @see https://onnx.ai/onnx/operators/onnx_aionnxml_TreeEnsembleClassifier.html
 */
export function boostedAttributes({ trees, baseline, features }: BoostedModel, classes: string[]) {
  const { roots, feature, threshold, missingLeft, next, leafValue, categorySet, targetCount } = trees;
  const nodes = { tree: [] as number[], id: [] as number[], feature: [] as number[], mode: [] as string[] };
  const values: number[] = [];
  const links = { yes: [] as number[], no: [] as number[], missing: [] as number[] };
  const weights = { tree: [] as number[], node: [] as number[], target: [] as number[], value: [] as number[] };
  const add = (tree: number, id: number, split: number, mode: string, value: number, yes = 0, no = 0, missing = 0) => {
    nodes.tree.push(tree);
    nodes.id.push(id);
    nodes.feature.push(split);
    nodes.mode.push(mode);
    values.push(value);
    links.yes.push(yes);
    links.no.push(no);
    links.missing.push(missing);
  };
  const give = (tree: number, node: number, target: number, value: number) => {
    weights.tree.push(tree);
    weights.node.push(node);
    weights.target.push(target);
    weights.value.push(value);
  };
  for (let tree = 0; tree < roots.length; tree++) {
    const root = roots[tree]!;
    const end = tree + 1 < roots.length ? roots[tree + 1]! : feature.length;
    // Equalities after a chain's first have no node in the model; they are numbered after all that have.
    let extra = end - root;
    const target = targetCount === 1 ? 1 : tree % targetCount;
    for (let node = root; node < end; node++) {
      const id = node - root;
      const split = feature[node]!;
      if (split < 0) {
        add(tree, id, 0, 'LEAF', 0);
        if (tree > 0) give(tree, id, target, leafValue[node]!);
        else firstLeaf(baseline, target, leafValue[node]!).forEach((value, c) => give(tree, id, c, value));
        continue;
      }
      const left = next[node]! - root;
      const right = left + 1;
      if (categorySet[node]! < 0) {
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
      const [yes, no] = asksLeft ? [left, right] : [right, left];
      const missing = (missingLeft[node] === 1) === asksLeft ? 1 : 0;
      asked.forEach((code, place) => {
        const isLast = place === asked.length - 1;
        const own = place === 0 ? id : extra++;
        add(tree, own, split, 'BRANCH_EQ', code, yes, isLast ? no : extra, place === 0 ? missing : 0);
      });
    }
  }
  return {
    classlabels_strings: { type: 'strings', value: classes },
    nodes_treeids: { type: 'ints', value: nodes.tree },
    nodes_nodeids: { type: 'ints', value: nodes.id },
    nodes_featureids: { type: 'ints', value: nodes.feature },
    nodes_modes: { type: 'strings', value: nodes.mode },
    nodes_values_as_tensor: { type: 'tensor', value: doubleTensor(values) },
    nodes_truenodeids: { type: 'ints', value: links.yes },
    nodes_falsenodeids: { type: 'ints', value: links.no },
    nodes_missing_value_tracks_true: { type: 'ints', value: links.missing },
    class_treeids: { type: 'ints', value: weights.tree },
    class_nodeids: { type: 'ints', value: weights.node },
    class_ids: { type: 'ints', value: weights.target },
    class_weights_as_tensor: { type: 'tensor', value: doubleTensor(weights.value) },
    post_transform: { type: 'string', value: 'NONE' },
  } satisfies Record<string, Attribute>;
}

/** What a leaf of the first tree gives each class: the baseline, and its own value to its target. Exact sums. */
function firstLeaf(baseline: Float64Array, target: number, value: number): number[] {
  const margins = baseline.length === 1 ? [0, baseline[0]!] : Array.from(baseline);
  return margins.map((margin, c) => (c === target ? margin + value : margin));
}

function codesBySide({ categorySet, categorySets }: BoostedTrees, node: number, count: number) {
  const codes: { left: number[]; right: number[] } = { left: [], right: [] };
  for (let code = 0; code < count; code++) {
    const bit = (categorySets[categorySet[node]! + (code >> 5)]! >>> (code & 31)) & 1;
    codes[bit ? 'left' : 'right'].push(code);
  }
  return codes;
}
