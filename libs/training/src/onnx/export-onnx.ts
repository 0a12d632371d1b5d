import { DomainError } from '@antidote/tabular';
import type { Model } from '../model.js';
import { addBoostedGraph } from './boosted-graph.js';
import { GraphBuilder, ML_DOMAIN } from './graph-builder.js';
import { addLinearGraph } from './linear-graph.js';
import { onnxNames } from './onnx-interface.js';
import { modelBytes } from './onnx-messages.js';
import { addTreeGraph } from './tree-graph.js';

/** Operators of these versions run in every onnxruntime from 1.16 on. */
const IR_VERSION = 8;
const OPSETS = { '': 17, [ML_DOMAIN]: 4 };

/**
 * The model as ONNX bytes. Each column is one input, double or string; the outputs are the label and one probability
 * a class, all [N, 1] (see `onnxNames`). Labels are the engine's own on every row. NaN, infinity, and a text that the
 * model has not seen or '', count as missing, inside the graph as in the engine.
 *
 * @throws DomainError `invalid_model` for a kind that has no such graph: k nearest neighbours, whose distances would
 *   need the training rows and sums in an order that no operator promises
 */
export function exportOnnx(model: Model): Uint8Array {
  const builder = new GraphBuilder(model.features, onnxNames(model));
  switch (model.kind) {
    case 'decision-tree':
    case 'random-forest':
    case 'extra-trees':
      addTreeGraph(builder, model);
      break;
    case 'gradient-boosting':
      addBoostedGraph(builder, model);
      break;
    case 'logistic-regression':
      addLinearGraph(builder, model);
      break;
    case 'k-nearest-neighbors':
      throw new DomainError(
        'invalid_model',
        'k-nearest-neighbors cannot be exported to ONNX with its exact labels; export a tree model or logistic-regression, or keep this one as JSON or bytes',
      );
  }
  return modelBytes(builder.graph, IR_VERSION, OPSETS);
}
