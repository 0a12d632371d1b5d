import type { Model, Promotion } from '@antidote/contracts';
import { sha256Hex } from '@antidote/data-versioning';
import type { PendingFreeze } from '@antidote/persistence';
import { DomainError } from '@antidote/tabular';
import { MlflowClient, MlflowError, type ModelVersion, type Stage } from 'mlflow-js-client';

const LARGEST_MODEL_BYTES = 512 * 1024 * 1024;
/** Well below what the registry keeps of a tag. */
const LONGEST_TAG = 1_000;
const STAGES: Record<string, Stage> = { staging: 'Staging', champion: 'Production' };

/** MLflow's Model Registry as a promotion uses it. Every step may be repeated and then changes nothing. */
export class ModelRegistry {
  constructor(private readonly mlflow: MlflowClient) {}

  /**
   * The bytes of model.onnx as MLflow holds them.
   * @throws DomainError `digest_mismatch` when they are not those that were trained
   */
  async modelBytes({ mlflow, sha256 }: Model): Promise<Uint8Array> {
    const { artifactUri } = await this.mlflow.getLoggedModel(mlflow.modelId);
    const bytes = await this.mlflow.downloadArtifact(artifactUri, 'model.onnx', { maxBytes: LARGEST_MODEL_BYTES });
    const actual = sha256Hex(bytes);
    if (actual === sha256) return bytes;
    throw new DomainError(
      'digest_mismatch',
      `model.onnx of ${mlflow.modelId} was changed in MLflow after its training (${actual}, not ${sha256}); train again`,
      { expected: sha256, actual },
    );
  }

  /** The version of the model under the promotion's registered name, made once for all its promotions. */
  async ensureVersion(model: Model, promotion: Promotion): Promise<ModelVersion> {
    const name = promotion.registeredModel;
    await this.mlflow.ensureRegisteredModel({ name });
    const version = await this.mlflow.createModelVersion({
      name,
      modelId: model.mlflow.modelId,
      runId: model.mlflow.runId,
      idempotencyKey: `antidote-model-${model.id}`,
      tags: {
        'antidote.model': model.id,
        'antidote.sha256': model.sha256,
        'antidote.dataset': model.dataset,
        'antidote.version_digest': model.versionDigest,
      },
    });
    // Anyone may write a tag in MLflow, the key by which the version was found included.
    if (version.source !== `models:/${model.mlflow.modelId}`) {
      throw new DomainError(
        'digest_mismatch',
        `Version ${version.version} of ${name} bears the key of this model but comes from ${version.source}; remove its tags in MLflow`,
      );
    }
    return version;
  }

  /** Which version holds the alias now; null when none does. */
  async holder({ registeredModel, alias }: Promotion): Promise<string | null> {
    return (await this.mlflow.getModelVersionByAlias(registeredModel, alias))?.version ?? null;
  }

  /** Points the alias at the version and says on the version by what right. */
  async setAlias(promotion: Promotion, version: string): Promise<void> {
    const { registeredModel: name, alias, id, policySha256, requestedBy } = promotion;
    const facts = { promotion: id, policy_sha256: policySha256!, promoted_by: requestedBy };
    for (const [fact, value] of Object.entries(facts)) {
      await this.mlflow.setModelVersionTag(name, version, `antidote.${alias}.${fact}`, value);
    }
    await this.mlflow.setAlias(name, alias, version);
    await this.setStage(name, alias, version);
    const holder = await this.holder(promotion);
    if (holder === version) return;
    throw new DomainError(
      'conflict',
      `${name}@${alias} was moved to version ${holder} by somebody else meanwhile; promote again`,
    );
  }

  /** Says on the model version that the alias it holds is frozen, and why; or that it no longer is. */
  async markFreeze({ registeredModel, alias, modelVersion, recallId, reason, lifted }: PendingFreeze): Promise<void> {
    const words = lifted ? `no: recall ${recallId} no longer applies` : `recall ${recallId}: ${reason}`;
    const value = words.length > LONGEST_TAG ? `${words.slice(0, LONGEST_TAG - 3)}...` : words;
    await this.mlflow.setModelVersionTag(registeredModel, modelVersion, `antidote.${alias}.frozen`, value);
  }

  /** The old stages beside the aliases, where the server still takes them. */
  private async setStage(name: string, alias: string, version: string): Promise<void> {
    const stage = STAGES[alias];
    if (stage === undefined) return;
    try {
      await this.mlflow.transitionStage(name, version, stage, true);
    } catch (error) {
      if (!(error instanceof MlflowError) || error.retryable) throw error;
    }
  }
}
