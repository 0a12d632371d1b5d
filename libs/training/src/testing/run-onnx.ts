import type { FeatureColumn } from '@antidote/tabular';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Model } from '../model.js';
import { exportOnnx } from '../onnx/export-onnx.js';
import { onnxFeeds, onnxNames } from '../onnx/onnx-interface.js';

/** Exports the model and predicts with onnxruntime; the spec needs the environment outer-typed-arrays.cjs. */
export async function runOnnx(model: Model, features: FeatureColumn[], rowCount: number) {
  const session = await InferenceSession.create(exportOnnx(model), { logSeverityLevel: 3, intraOpNumThreads: 1 });
  const feeds = onnxFeeds(features, rowCount).map(({ name, type, data, dims }) => [
    name,
    type === 'string' ? new Tensor(type, data as string[], dims) : new Tensor(type, data as Float64Array, dims),
  ]);
  const outputs = await session.run(Object.fromEntries(feeds));
  const names = onnxNames(model);
  return {
    labels: Array.from(outputs[names.prediction]!.data as string[]),
    dims: outputs[names.prediction]!.dims,
    probabilities: names.probabilities.map((name) => outputs[name]!.data as Float64Array),
    outputNames: session.outputNames,
  };
}
