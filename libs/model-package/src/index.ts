export type { ModelMetadata, ModelSchema } from './antidote-json.js';
export { buildModelPackage, type ModelPackageParts } from './build-model-package.js';
export { MLFLOW_VERSION } from './environment-files.js';
export { modelSignature } from './mlmodel-file.js';
export { readModelPackage, readSavedModel, type ModelPackage } from './read-model-package.js';
