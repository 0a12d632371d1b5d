export { binFeatures, MAX_BINS, type BinnedFeatures } from './binning/bin-features.js';
export { boostedMargins } from './boosting/predict-boosting.js';
export { LEAF_QUANTUM, type BoostedModel, type BoostedTrees } from './boosting/boosted-model.js';
export { fitModel, type TrainOptions } from './fit-model.js';
export { modelFromBytes, modelToBytes } from './model-binary.js';
export { modelFromJson, modelToJson, type ModelJson } from './model-json.js';
export { exportOnnx } from './onnx/export-onnx.js';
export { inputShape, onnxFeeds, onnxNames, type OnnxFeed, type OnnxNames } from './onnx/onnx-interface.js';
export type { Model, ModelByKind } from './model.js';
export type { ModelFacts } from './model-facts.js';
export { checkParameters } from './parameters.js';
export {
  mostProbable,
  predictBinnedLabels,
  predictBinnedProbabilities,
  predictLabels,
  predictProbabilities,
  type PredictOptions,
} from './predict.js';
export { scorePredictions, type PredictionScore } from './score-predictions.js';
export { PROBABILITY_QUANTUM, type TreeEnsemble } from './tree/tree-ensemble.js';
export type { OutOfBag, TreeModel, TreeModelKind } from './tree-model.js';
export {
  resample,
  RESAMPLING_NAMES,
  type Resampled,
  type ResampleOptions,
  type ResamplingName,
} from './resampling/resample.js';
export { resampleRows, type ResampledRows, type ResamplingCounts } from './resampling/resample-rows.js';
export type { AddedRows, ResamplingProvenance } from './resampling/resampled.js';
export type { ClassificationParameters } from './synthetic/classification-parameters.js';
export { makeClassification, type FeatureRole, type SyntheticClassification } from './synthetic/make-classification.js';
export { anomalyScore, isAnomaly } from './isolation-forest/anomaly-score.js';
export { fitIsolationForest, type IsolationForestOptions } from './isolation-forest/fit-isolation-forest.js';
export {
  isolationForestFromJson,
  isolationForestToJson,
  type IsolationForestJson,
} from './isolation-forest/isolation-forest-json.js';
export type { IsolationForest, IsolationTrees } from './isolation-forest/isolation-forest.js';
export { leafIndices } from './tree/leaf-indices.js';
export { impurityImportance } from './importance/impurity-importance.js';
export { permutationImportance, type PermutationImportance } from './importance/permutation-importance.js';
