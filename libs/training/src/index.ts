export { binFeatures, MAX_BINS, type BinnedFeatures } from './binning/bin-features.js';
export { fitModel, type TrainOptions } from './fit-model.js';
export { modelFromJson, modelToJson, type TreeModelJson } from './model-json.js';
export { exportOnnx } from './onnx/export-onnx.js';
export { inputShape, onnxFeeds, onnxNames, type OnnxFeed, type OnnxNames } from './onnx/onnx-interface.js';
export { checkParameters } from './parameters.js';
export { mostProbable, predictBinnedLabels, predictLabels, predictProbabilities } from './predict.js';
export { PROBABILITY_QUANTUM, type TreeEnsemble } from './tree/tree-ensemble.js';
export type { OutOfBag, TreeModel } from './tree-model.js';
