export type { ArtifactFile } from './artifacts.js';
export { CLIENT_KEY_TAG } from './client-key.js';
export type { Experiment } from './experiments.js';
export type { Dataset, DatasetInput, ModelOutput } from './inputs-and-outputs.js';
export type { KeyValues } from './key-value.js';
export { LIMITS } from './limits.js';
export type { Batch } from './log-batch.js';
export type {
  CreateLoggedModelRequest,
  LoggedModel,
  LoggedModelStatus,
  SearchLoggedModelsRequest,
} from './logged-models.js';
export type { Metric } from './metric.js';
export { MlflowClient } from './mlflow-client.js';
export { MlflowError, MlflowLimitError, MlflowUnreachableError } from './mlflow-error.js';
export type { CreateModelVersionRequest, ModelVersion, SearchModelVersionsRequest, Stage } from './model-versions.js';
export type { RegisteredModel, SearchRegisteredModelsRequest } from './registered-models.js';
export type { CreateRunRequest, Run, RunStatus, SearchRunsRequest } from './runs.js';
export { filterText } from './search-pages.js';
export type { CallOptions, MlflowAuth, MlflowClientOptions } from './transport.js';
