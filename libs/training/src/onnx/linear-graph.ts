import type { LinearModel } from '../linear/linear-model.js';
import { LOGIT_QUANTUM } from '../linear/predict-linear.js';
import { LARGEST_STANDARDIZED } from '../standardization/numeric-scaling.js';
import { GraphBuilder, ML_DOMAIN } from './graph-builder.js';
import { doubleTensor, int64Tensor } from './onnx-messages.js';

/**
 * A logistic regression in plain operators on doubles, column by column in the engine's own order: each is a single
 * rounding that every runtime does alike, so that logits, and with them labels, are the engine's own to the last bit.
 * A matrix product would sum in an order of its own, and LinearClassifier works in 32 bits.
 */
export function addLinearGraph(builder: GraphBuilder, model: LinearModel): void {
  const { names } = builder;
  const { classes, features, medians, means, scales, coefficients, categoryLogits } = model;
  const classCount = classes.length;
  const doubles = (wanted: string, values: ArrayLike<number>, dims: number[]) =>
    builder.constant(wanted, (name) => doubleTensor(values, name, dims));
  const scalar = (wanted: string, value: number) => doubles(wanted, [value], []);
  const most = scalar('most', LARGEST_STANDARDIZED);
  const least = scalar('least', -LARGEST_STANDARDIZED);

  let logits = doubles('intercepts', model.intercepts, [1, classCount]);
  let numeric = 0;
  let category = 0;
  features.forEach((feature, index) => {
    let part: string;
    if (feature.type === 'numeric') {
      const value = builder.withoutInfinity(builder.column(feature.name, `column_${index}`), `value_${index}`);
      const isMissing = builder.node('IsNaN', [value], `is_missing_${index}`);
      const median = scalar(`median_${index}`, medians[numeric]!);
      const filled = builder.node('Where', [isMissing, median, value], `filled_${index}`);
      const gap = builder.node('Sub', [filled, scalar(`mean_${index}`, means[numeric]!)], `gap_${index}`);
      const scaled = builder.node('Div', [gap, scalar(`scale_${index}`, scales[numeric]!)], `scaled_${index}`);
      const bounded = builder.node('Clip', [scaled, least, most], `bounded_${index}`);
      const row = coefficients.subarray(numeric * classCount, (numeric + 1) * classCount);
      part = builder.node('Mul', [bounded, doubles(`coefficients_${index}`, row, [1, classCount])], `part_${index}`);
      numeric++;
    } else {
      const count = feature.categories!.length;
      const rows = categoryLogits.subarray(category * classCount, (category + count + 1) * classCount);
      const table = doubles(`table_${index}`, rows, [count + 1, classCount]);
      const shape = builder.constant(`flat_${index}`, (name) => int64Tensor([-1], name));
      const text = builder.node('Reshape', [feature.name, shape], `text_${index}`);
      const code = builder.node('LabelEncoder', [text], `code_${index}`, {
        domain: ML_DOMAIN,
        attributes: {
          // An encoder without keys is refused; this key stands where missing does anyway.
          keys_strings: { type: 'strings', value: count > 0 ? feature.categories! : [''] },
          values_int64s: { type: 'ints', value: count > 0 ? feature.categories!.map((_, k) => k) : [0] },
          default_int64: { type: 'int', value: count },
        },
      });
      part = builder.node('Gather', [table, code], `part_${index}`);
      category += count + 1;
    }
    logits = builder.node('Add', [logits, part], `logits_${index}`);
  });

  const quantum = scalar('logit_quantum', LOGIT_QUANTUM);
  const steps = builder.node('Floor', [builder.node('Div', [logits, quantum], 'steps')], 'whole_steps');
  const rounded = builder.node('Mul', [steps, quantum], 'logits');
  const best = builder.node('ArgMax', [rounded], 'best', {
    attributes: { axis: { type: 'int', value: 1 }, keepdims: { type: 'int', value: 1 } },
  });
  builder.output('Gather', [builder.texts('classes', classes), best], [names.prediction]);
  const probabilities = builder.node('Softmax', [rounded], 'probabilities', {
    attributes: { axis: { type: 'int', value: 1 } },
  });
  builder.output('Split', [probabilities], names.probabilities, { attributes: { axis: { type: 'int', value: 1 } } });
}
