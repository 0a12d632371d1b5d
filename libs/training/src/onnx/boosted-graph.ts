import type { BoostedModel } from '../boosting/boosted-model.js';
import { GraphBuilder, ML_DOMAIN } from './graph-builder.js';
import { LeafWeights } from './leaf-weights.js';
import { int64Tensor, type Attribute } from './onnx-messages.js';
import { treeMatrix } from './tree-matrix.js';
import { treeNodes } from './tree-nodes.js';

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

/** Boosted trees as attributes of `TreeEnsembleClassifier`. The baseline is part of the first tree. */
export function boostedAttributes(
  { trees, baseline, features }: BoostedModel,
  classes: string[],
): Record<string, Attribute> {
  const { leafValue, targetCount } = trees;
  const weights = new LeafWeights();
  const nodes = treeNodes(trees, features, (tree, id, node) => {
    const target = targetCount === 1 ? 1 : tree % targetCount;
    if (tree > 0) weights.add(tree, id, target, leafValue[node]!);
    else firstLeaf(baseline, target, leafValue[node]!).forEach((value, c) => weights.add(tree, id, c, value));
  });
  return {
    classlabels_strings: { type: 'strings', value: classes },
    ...nodes,
    ...weights.attributes(),
    post_transform: { type: 'string', value: 'NONE' },
  };
}

/** What a leaf of the first tree gives each class: the baseline, and its own value to its target. Exact sums. */
function firstLeaf(baseline: Float64Array, target: number, value: number): number[] {
  const margins = baseline.length === 1 ? [0, baseline[0]!] : Array.from(baseline);
  return margins.map((margin, c) => (c === target ? margin + value : margin));
}
