import { DomainError, type FeatureColumn } from '@antidote/tabular';
import { onnxFeeds } from '@antidote/training';
import type { Prediction } from './files/predictions-csv.js';

/**
 * Predicts with the very file that MLflow serves, so that both give the same answers. Its first output is the label,
 * the others are the probabilities in class order.
 *
 * @throws DomainError `invalid_model` when the runtime cannot load or run it
 */
export async function runOnnx(
  onnx: Uint8Array,
  features: FeatureColumn[],
  rowCount: number,
  classes: readonly string[],
): Promise<Prediction[]> {
  const { InferenceSession, Tensor } = await import('onnxruntime-node');
  try {
    const session = await InferenceSession.create(onnx, { logSeverityLevel: 3 });
    try {
      const feeds = onnxFeeds(features, rowCount).map(({ name, type, data, dims }) => {
        // Two calls, as the constructor's overloads tie the type to its data.
        const tensor =
          type === 'float64' ? new Tensor(type, data as Float64Array, dims) : new Tensor(type, data as string[], dims);
        return [name, tensor] as const;
      });
      const outputs = await session.run(Object.fromEntries(feeds));
      const [labels, ...probabilities] = session.outputNames.map((name) => outputs[name]!.data);
      if (probabilities.length !== classes.length) {
        throw new Error(`it has ${probabilities.length} probabilities for ${classes.length} classes`);
      }
      return Array.from(labels as string[], (prediction, row) => ({
        prediction,
        probabilities: probabilities.map((column) => Number(column[row])),
      }));
    } finally {
      await session.release();
    }
  } catch (error) {
    throw new DomainError(
      'invalid_model',
      `The model cannot be run: ${(error as Error).message}.`,
      {},
      { cause: error },
    );
  }
}
