import type { TreeModel } from '../tree-model.js';
import { GraphBuilder, ML_DOMAIN } from './graph-builder.js';
import { doubleTensor } from './onnx-messages.js';
import { treeAttributes } from './tree-attributes.js';
import { treeMatrix } from './tree-matrix.js';

const TO_DOUBLE = 11;
/** With one or two classes the operator takes a binary mode that thresholds scores; classes without weight avoid it. */
const FEWEST_CLASSES = 3;

/**
 * Thresholds and leaf weights are doubles and the weights sum exactly (`PROBABILITY_QUANTUM`), so that labels are the
 * engine's own on every row, ties and values at a threshold included. Probabilities pass through the operator's
 * 32-bit scores: within 1e-7.
 */
export function addTreeGraph(builder: GraphBuilder, { trees, classes, features }: TreeModel): void {
  const { names } = builder;
  const matrix = treeMatrix(builder, features);
  const padding = Array.from({ length: Math.max(0, FEWEST_CLASSES - classes.length) }, (_, n) =>
    builder.name(`unused_${n}`),
  );
  const labels = builder.name('labels');
  const scores = builder.name('scores');
  builder.output('TreeEnsembleClassifier', [matrix], [labels, scores], {
    domain: ML_DOMAIN,
    attributes: treeAttributes(trees, features, [...classes, ...padding]),
  });
  builder.output('Reshape', [labels, builder.shapeOfColumn()], [names.prediction]);
  const sums = builder.node('Cast', [scores], 'sums', { attributes: { to: { type: 'int', value: TO_DOUBLE } } });
  const treeCount = builder.constant('tree_count', (name) => doubleTensor([trees.roots.length], name, []));
  const shares = builder.node('Div', [sums, treeCount], 'shares');
  builder.output('Split', [shares], [...names.probabilities, ...padding], {
    attributes: { axis: { type: 'int', value: 1 } },
  });
}
