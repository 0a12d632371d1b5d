import * as artifacts from './artifacts.js';
import * as experiments from './experiments.js';
import * as inputsAndOutputs from './inputs-and-outputs.js';
import type { KeyValues } from './key-value.js';
import { logBatch, type Batch } from './log-batch.js';
import * as loggedModels from './logged-models.js';
import * as modelVersions from './model-versions.js';
import * as registeredModels from './registered-models.js';
import * as runs from './runs.js';
import { Transport, type CallOptions, type MlflowClientOptions } from './transport.js';

/**
 * A client of one MLflow server. Every method takes `{ signal, timeoutMs }` last, checks MLflow's limits before it sends,
 * repeats what may be repeated, and throws `MlflowError` (`MlflowUnreachableError` when no answer came).
 */
export class MlflowClient {
  private readonly transport: Transport;

  constructor(options: MlflowClientOptions) {
    this.transport = new Transport(options);
  }

  /** The server's address without login and trailing slash. */
  get trackingUri(): string {
    return this.transport.trackingUri;
  }

  /** Where browsers reach the server, in the same form; its pages are `${webUrl}/#/experiments/...`. */
  get webUrl(): string {
    return this.transport.webUrl;
  }

  /** @throws MlflowError when the server does not say that it is well */
  async health(options?: CallOptions): Promise<void> {
    const read = async (response: Response) => void (await response.text());
    await this.transport.send({ method: 'GET', path: '/health', read }, options);
  }

  // Experiments

  getExperimentByName(name: string, options?: CallOptions): Promise<experiments.Experiment | undefined> {
    return experiments.getExperimentByName(this.transport, name, options);
  }

  createExperiment(name: string, tags?: KeyValues, options?: CallOptions): Promise<string> {
    return experiments.createExperiment(this.transport, name, tags, options);
  }

  ensureExperiment(name: string, tags?: KeyValues, options?: CallOptions): Promise<string> {
    return experiments.ensureExperiment(this.transport, name, tags, options);
  }

  // Runs

  createRun(request: runs.CreateRunRequest, options?: CallOptions): Promise<runs.Run> {
    return runs.createRun(this.transport, request, options);
  }

  getRun(runId: string, options?: CallOptions): Promise<runs.Run> {
    return runs.getRun(this.transport, runId, options);
  }

  updateRun(
    runId: string,
    change: { status?: runs.RunStatus; endTime?: number; runName?: string },
    options?: CallOptions,
  ): Promise<void> {
    return runs.updateRun(this.transport, runId, change, options);
  }

  searchRuns(request: runs.SearchRunsRequest, options?: CallOptions): AsyncGenerator<runs.Run, void, undefined> {
    return runs.searchRuns(this.transport, request, options);
  }

  setTag(runId: string, key: string, value: string, options?: CallOptions): Promise<void> {
    return runs.setRunTag(this.transport, runId, key, value, options);
  }

  logBatch(runId: string, batch: Batch, options?: CallOptions): Promise<void> {
    return logBatch(this.transport, runId, batch, options);
  }

  logInputs(runId: string, inputs: inputsAndOutputs.DatasetInput[], options?: CallOptions): Promise<void> {
    return inputsAndOutputs.logInputs(this.transport, runId, inputs, options);
  }

  logOutputs(runId: string, outputs: inputsAndOutputs.ModelOutput[], options?: CallOptions): Promise<void> {
    return inputsAndOutputs.logOutputs(this.transport, runId, outputs, options);
  }

  // Logged models

  createLoggedModel(
    request: loggedModels.CreateLoggedModelRequest,
    options?: CallOptions,
  ): Promise<loggedModels.LoggedModel> {
    return loggedModels.createLoggedModel(this.transport, request, options);
  }

  getLoggedModel(modelId: string, options?: CallOptions): Promise<loggedModels.LoggedModel> {
    return loggedModels.getLoggedModel(this.transport, modelId, options);
  }

  finalizeLoggedModel(
    modelId: string,
    status: 'LOGGED_MODEL_READY' | 'LOGGED_MODEL_UPLOAD_FAILED',
    options?: CallOptions,
  ): Promise<loggedModels.LoggedModel> {
    return loggedModels.finalizeLoggedModel(this.transport, modelId, status, options);
  }

  searchLoggedModels(
    request: loggedModels.SearchLoggedModelsRequest,
    options?: CallOptions,
  ): AsyncGenerator<loggedModels.LoggedModel, void, undefined> {
    return loggedModels.searchLoggedModels(this.transport, request, options);
  }

  /** Writes the files of a model folder, such as `MLmodel` and `model.onnx`. */
  uploadModelFiles(
    model: { artifactUri: string },
    files: ReadonlyMap<string, Uint8Array>,
    options?: CallOptions,
  ): Promise<void> {
    return artifacts.uploadArtifacts(this.transport, model.artifactUri, files, options);
  }

  // Artifacts, of a run, a logged model or a model version: each is known by its artifact URI

  uploadArtifact(artifactUri: string, path: string, bytes: Uint8Array, options?: CallOptions): Promise<void> {
    return artifacts.uploadArtifact(this.transport, artifactUri, path, bytes, options);
  }

  downloadArtifact(
    artifactUri: string,
    path: string,
    options?: CallOptions & { maxBytes?: number },
  ): Promise<Uint8Array> {
    return artifacts.downloadArtifact(this.transport, artifactUri, path, options);
  }

  listArtifacts(artifactUri: string, path?: string, options?: CallOptions): Promise<artifacts.ArtifactFile[]> {
    return artifacts.listArtifacts(this.transport, artifactUri, path, options);
  }

  // Model Registry

  getRegisteredModel(name: string, options?: CallOptions): Promise<registeredModels.RegisteredModel | undefined> {
    return registeredModels.getRegisteredModel(this.transport, name, options);
  }

  createRegisteredModel(
    request: { name: string; description?: string; tags?: KeyValues },
    options?: CallOptions,
  ): Promise<registeredModels.RegisteredModel> {
    return registeredModels.createRegisteredModel(this.transport, request, options);
  }

  ensureRegisteredModel(
    request: { name: string; description?: string; tags?: KeyValues },
    options?: CallOptions,
  ): Promise<registeredModels.RegisteredModel> {
    return registeredModels.ensureRegisteredModel(this.transport, request, options);
  }

  searchRegisteredModels(
    request?: registeredModels.SearchRegisteredModelsRequest,
    options?: CallOptions,
  ): AsyncGenerator<registeredModels.RegisteredModel, void, undefined> {
    return registeredModels.searchRegisteredModels(this.transport, request, options);
  }

  setAlias(name: string, alias: string, version: string, options?: CallOptions): Promise<void> {
    return registeredModels.setAlias(this.transport, name, alias, version, options);
  }

  deleteAlias(name: string, alias: string, options?: CallOptions): Promise<void> {
    return registeredModels.deleteAlias(this.transport, name, alias, options);
  }

  createModelVersion(
    request: modelVersions.CreateModelVersionRequest,
    options?: CallOptions,
  ): Promise<modelVersions.ModelVersion> {
    return modelVersions.createModelVersion(this.transport, request, options);
  }

  getModelVersion(name: string, version: string, options?: CallOptions): Promise<modelVersions.ModelVersion> {
    return modelVersions.getModelVersion(this.transport, name, version, options);
  }

  getModelVersionByAlias(
    name: string,
    alias: string,
    options?: CallOptions,
  ): Promise<modelVersions.ModelVersion | undefined> {
    return modelVersions.getModelVersionByAlias(this.transport, name, alias, options);
  }

  getModelVersionArtifactUri(name: string, version: string, options?: CallOptions): Promise<string> {
    return modelVersions.getModelVersionArtifactUri(this.transport, name, version, options);
  }

  setModelVersionTag(name: string, version: string, key: string, value: string, options?: CallOptions): Promise<void> {
    return modelVersions.setModelVersionTag(this.transport, name, version, key, value, options);
  }

  transitionStage(
    name: string,
    version: string,
    stage: modelVersions.Stage,
    archiveExisting?: boolean,
    options?: CallOptions,
  ): Promise<modelVersions.ModelVersion> {
    return modelVersions.transitionStage(this.transport, name, version, stage, archiveExisting, options);
  }

  searchModelVersions(
    request?: modelVersions.SearchModelVersionsRequest,
    options?: CallOptions,
  ): AsyncGenerator<modelVersions.ModelVersion, void, undefined> {
    return modelVersions.searchModelVersions(this.transport, request, options);
  }
}
