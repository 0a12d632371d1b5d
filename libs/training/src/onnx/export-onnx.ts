import type { TreeModel } from '../tree-model.js';
import { doubleTensor, int64Tensor, modelBytes, node, valueInfo, type Graph } from './onnx-messages.js';
import { freeName, inputShape, onnxNames } from './onnx-interface.js';
import { treeAttributes } from './tree-attributes.js';

const ML_DOMAIN = 'ai.onnx.ml';
/** Operators of these versions run in every onnxruntime from 1.16 on. */
const IR_VERSION = 8;
const OPSETS = { '': 17, [ML_DOMAIN]: 4 };
const TO_DOUBLE = 11;
/** With one or two classes the operator takes a binary mode that thresholds scores; classes without weight avoid it. */
const FEWEST_CLASSES = 3;

/**
 * The model as ONNX bytes. Each column is one input, double or string; the outputs are the label and one probability
 * a class, all [N, 1] (see `onnxNames`). Thresholds and leaf weights are doubles and the weights sum exactly
 * (`PROBABILITY_QUANTUM`), so that labels are the engine's own on every row, ties and values at a threshold included.
 * Probabilities pass through the operator's 32-bit scores: within 1e-7. NaN, infinity, and a text that the model has
 * not seen or '', count as missing and go where the tree learned to send them.
 */
export function exportOnnx(model: TreeModel): Uint8Array {
  const { features, classes, trees } = model;
  const names = onnxNames(model);
  const taken = new Set([...names.inputs, names.prediction, ...names.probabilities]);
  const graph: Graph = { name: 'antidote', nodes: [], initializers: [], inputs: [], outputs: [] };

  const columnShape = freeName('column_shape', taken);
  graph.initializers.push(int64Tensor([-1, 1], columnShape));
  const columns = features.map((feature, index) => {
    const isText = feature.type === 'category';
    graph.inputs.push(valueInfo(feature.name, isText ? 'string' : 'double', inputShape(features.length, null)));
    const column = freeName(`column_${index}`, taken);
    if (!isText) {
      graph.nodes.push(node('Reshape', [feature.name, columnShape], [column]));
      return column;
    }
    const codes = freeName(`codes_${index}`, taken);
    graph.nodes.push(
      node('LabelEncoder', [feature.name], [codes], {
        domain: ML_DOMAIN,
        attributes: {
          keys_strings: { type: 'strings', value: feature.categories! },
          values_tensor: { type: 'tensor', value: doubleTensor(feature.categories!.map((_, code) => code)) },
          default_tensor: { type: 'tensor', value: doubleTensor([NaN]) },
        },
      }),
      node('Reshape', [codes, columnShape], [column]),
    );
    return column;
  });

  const values = freeName('values', taken);
  const nothing = freeName('nothing', taken);
  const matrix = freeName('matrix', taken);
  const labels = freeName('labels', taken);
  const scores = freeName('scores', taken);
  const sums = freeName('sums', taken);
  const treeCount = freeName('tree_count', taken);
  const shares = freeName('shares', taken);
  const padding = Array.from({ length: Math.max(0, FEWEST_CLASSES - classes.length) }, (_, n) =>
    freeName(`unused_${n}`, taken),
  );
  graph.initializers.push(doubleTensor([trees.roots.length], treeCount, []));
  graph.nodes.push(
    node('Concat', columns, [values], { attributes: { axis: { type: 'int', value: 1 } } }),
    // x - x is 0, and NaN for an infinity, which counts as missing.
    node('Sub', [values, values], [nothing]),
    node('Add', [values, nothing], [matrix]),
    node('TreeEnsembleClassifier', [matrix], [labels, scores], {
      domain: ML_DOMAIN,
      attributes: treeAttributes(trees, [...classes, ...padding]),
    }),
    node('Reshape', [labels, columnShape], [names.prediction]),
    node('Cast', [scores], [sums], { attributes: { to: { type: 'int', value: TO_DOUBLE } } }),
    node('Div', [sums, treeCount], [shares]),
    node('Split', [shares], [...names.probabilities, ...padding], { attributes: { axis: { type: 'int', value: 1 } } }),
  );
  graph.outputs.push(valueInfo(names.prediction, 'string', [null, 1]));
  for (const name of names.probabilities) graph.outputs.push(valueInfo(name, 'double', [null, 1]));
  return modelBytes(graph, IR_VERSION, OPSETS);
}
