import { OnnxClassifier, type Prediction } from '@antidote/onnx-runner';
import { DomainError, type FeatureColumn } from '@antidote/tabular';
import { onnxFeeds } from '@antidote/training';

/**
 * Predicts with the very file that MLflow serves, so that both give the same answers.
 *
 * @throws DomainError `invalid_model` when the runtime cannot load or run it, or it has other classes
 */
export async function runOnnx(
  onnx: Uint8Array,
  features: FeatureColumn[],
  rowCount: number,
  classes: readonly string[],
): Promise<Prediction[]> {
  const model = await OnnxClassifier.load(onnx);
  try {
    const found = model.classes.length;
    if (found !== classes.length) {
      throw new DomainError(
        'invalid_model',
        `model.onnx has ${found} classes, its folder speaks of ${classes.length}.`,
      );
    }
    return await model.predict(onnxFeeds(features, rowCount));
  } finally {
    await model.release();
  }
}
