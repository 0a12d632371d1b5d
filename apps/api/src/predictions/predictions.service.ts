import { Inject, Injectable } from '@nestjs/common';
import type { Model, PredictRequest, PredictResponse } from '@antidote/contracts';
import { rowSkew, sha256Hex } from '@antidote/data-versioning';
import { OnnxClassifier } from '@antidote/onnx-runner';
import type { Database } from '@antidote/persistence';
import { DomainError } from '@antidote/tabular';
import { MlflowClient, type ModelVersion } from 'mlflow-js-client';
import { callMlflow } from '../http/call-mlflow.js';
import { DATABASE, MLFLOW } from '../ports.js';
import { rowFeeds } from './row-feeds.js';

const MOST_LOADED = 8;
const LARGEST_MODEL_BYTES = 512 * 1024 * 1024;

@Injectable()
export class PredictionsService {
  /** Loaded models by the hash of their bytes, the longest unused first. */
  private readonly loaded = new Map<string, OnnxClassifier>();

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(MLFLOW) private readonly mlflow: MlflowClient,
  ) {}

  /**
   * Predicts with the version that the alias points at in the registry. The registry's word is not taken for what that
   * is: version and bytes are held against what was promoted, at every call.
   *
   * @throws DomainError `not_found` without such an alias, `digest_mismatch` when MLflow holds something else than was
   *   promoted, `column_mismatch` for rows of other columns, `service_unavailable` while MLflow is away
   */
  async predict(name: string, alias: string, { rows }: PredictRequest): Promise<PredictResponse> {
    const version = await callMlflow(() => this.mlflow.getModelVersionByAlias(name, alias));
    if (version === undefined)
      throw new DomainError('not_found', `The registry has no ${name}@${alias}; promote a model to it`);
    const promoted = await this.database.models.findByAlias(name, alias);
    const model = await this.load(version, requireSame(name, alias, version, promoted));
    const { sha256 } = promoted!;
    const featureSet = await this.database.featureSets.ofModel(promoted!.id);
    return {
      registeredModel: name,
      modelVersion: version.version,
      sha256,
      classes: [...model.classes],
      skew: featureSet ? rowSkew(featureSet.columns, rows) : [],
      predictions: await model.predict(rowFeeds(model.inputs, rows)),
    };
  }

  private async load(version: ModelVersion, sha256: string): Promise<OnnxClassifier> {
    const bytes = await callMlflow(async () => {
      const uri = await this.mlflow.getModelVersionArtifactUri(version.name, version.version);
      return this.mlflow.downloadArtifact(uri, 'model.onnx', { maxBytes: LARGEST_MODEL_BYTES });
    });
    const actual = sha256Hex(bytes);
    if (actual !== sha256) {
      throw new DomainError(
        'digest_mismatch',
        `model.onnx of ${version.name} version ${version.version} was changed in MLflow after its promotion and is not served; promote the model again`,
        { expected: sha256, actual },
      );
    }
    const model = this.loaded.get(sha256) ?? (await OnnxClassifier.load(bytes, { threads: 1 }));
    this.loaded.delete(sha256);
    this.loaded.set(sha256, model);
    if (this.loaded.size > MOST_LOADED) this.loaded.delete(this.loaded.keys().next().value!);
    return model;
  }
}

/** The hash that was promoted to the alias, when MLflow's alias still points at that version. */
function requireSame(name: string, alias: string, version: ModelVersion, promoted: Model | null): string {
  const recorded = promoted?.registered?.version;
  if (promoted && recorded === version.version) return promoted.sha256;
  const known = recorded === undefined ? 'nothing was promoted to it here' : `version ${recorded} was promoted to it`;
  throw new DomainError(
    'digest_mismatch',
    `${name}@${alias} points at version ${version.version} in MLflow, but ${known}; it was moved past the platform and is not served`,
    { registry: version.version, promoted: recorded ?? null },
  );
}
