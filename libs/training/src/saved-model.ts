/** Loading and using saved models, without a line of training code: the entry `@antidote/training/saved-model`. */
export { alignColumns } from './align-columns.js';
export type { Model, ModelByKind } from './model.js';
export type { ModelFacts } from './model-facts.js';
export { modelFromBytes, modelToBytes } from './model-binary.js';
export { modelFromJson, modelToJson, type ModelJson } from './model-json.js';
export { mostProbable, predictLabels, predictProbabilities } from './predict.js';
