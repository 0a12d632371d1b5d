import type { FeatureSchema } from '@antidote/tabular';
import { ML_DOMAIN, type GraphBuilder } from './graph-builder.js';
import { doubleTensor } from './onnx-messages.js';

/**
 * The columns as one matrix of doubles, as trees compare them: numbers, and categories by the model's codes. NaN,
 * infinity, and a text that the model has not seen or '', are NaN there: missing.
 */
export function treeMatrix(builder: GraphBuilder, features: FeatureSchema[]): string {
  const columns = features.map((feature, index) => {
    if (feature.type === 'numeric') return builder.column(feature.name, `column_${index}`);
    const codes = builder.node('LabelEncoder', [feature.name], `codes_${index}`, {
      domain: ML_DOMAIN,
      attributes: {
        keys_strings: { type: 'strings', value: feature.categories! },
        values_tensor: { type: 'tensor', value: doubleTensor(feature.categories!.map((_, code) => code)) },
        default_tensor: { type: 'tensor', value: doubleTensor([NaN]) },
      },
    });
    return builder.column(codes, `column_${index}`);
  });
  const values = builder.node('Concat', columns, 'values', { attributes: { axis: { type: 'int', value: 1 } } });
  return builder.withoutInfinity(values, 'matrix');
}
