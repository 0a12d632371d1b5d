import { Inject, Injectable } from '@nestjs/common';
import type { GateDecision, Model, Promotion } from '@antidote/contracts';
import type { BlobStore, Database } from '@antidote/persistence';
import { evaluateGate } from '@antidote/robustness';
import { DomainError } from '@antidote/tabular';
import { readPolicyFile } from '@antidote/workflows';
import { MlflowClient, MlflowError } from 'mlflow-js-client';
import type { PromotionConfig } from '../config.js';
import { BLOBS, CONFIG, DATABASE, MLFLOW } from '../ports.js';
import { checkLadder } from './alias-ladder.js';
import { checkQuarantine } from './quarantined-data.js';
import { checkRecalls } from './recalled-data.js';
import { allPages } from './all-pages.js';
import { gatherEvidence } from './gather-evidence.js';
import { ModelRegistry } from './model-registry.js';

const ACTOR = 'registry-promotion';
const ENDED = new Set<Promotion['state']>(['live', 'refused', 'failed']);

/** Takes a promotion from its request to its end. Wherever it was interrupted, the next call goes on from there. */
@Injectable()
export class PromotionsService {
  private readonly registry: ModelRegistry;
  private readonly underWay = new Map<string, Promise<void>>();

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(BLOBS) private readonly blobs: BlobStore,
    @Inject(MLFLOW) mlflow: MlflowClient,
    @Inject(CONFIG) private readonly config: PromotionConfig,
  ) {
    this.registry = new ModelRegistry(mlflow);
  }

  /**
   * Brings a promotion to live, refused or failed. A second call while the first is under way waits for that one.
   * @throws what is temporary (MLflow or the database away): the promotion stays where it is and waits for the next call
   */
  process(id: string): Promise<void> {
    const known = this.underWay.get(id);
    if (known) return known;
    const work = this.advance(id).finally(() => this.underWay.delete(id));
    this.underWay.set(id, work);
    return work;
  }

  /** Ids of the promotions that have not ended, the oldest first. */
  async unfinished(): Promise<string[]> {
    return (await this.database.promotions.unfinished()).map(({ id }) => id);
  }

  private async advance(id: string): Promise<void> {
    const promotion = await this.database.promotions.get(id);
    if (ENDED.has(promotion.state)) return;
    try {
      const checked = promotion.state === 'applying' ? promotion : await this.check(promotion);
      if (checked.state === 'applying') await this.apply(checked);
    } catch (error) {
      if (isTemporary(error)) throw error;
      await this.database.promotions.advance(id, 'failed', { error: (error as Error).message }, ACTOR);
    }
  }

  private async check(promotion: Promotion): Promise<Promotion> {
    const { promotions, models } = this.database;
    await promotions.advance(promotion.id, 'checking', {}, ACTOR);
    const { policy, sha256: policySha256 } = await readPolicyFile(this.config.policyPath);
    const model = await models.get(promotion.modelId);
    requireSameName(model, promotion);
    const history: Promotion[] = [];
    for await (const earlier of allPages((page) => promotions.list({ modelId: model.id }, page))) history.push(earlier);
    const evidence = await gatherEvidence(this.database, this.blobs, policy, model);
    const gate = evaluateGate(policy, evidence);
    const ladder = checkLadder(policy, promotion, history);
    const recalled = checkRecalls(evidence.recalls);
    const quarantined = checkQuarantine(evidence.quarantinedBy);
    const passes = [gate, ladder, recalled, quarantined].every(({ outcome }) => outcome === 'pass');
    const results = [ladder, recalled, quarantined, ...gate.results];
    const decision: GateDecision = { outcome: passes ? 'pass' : 'block', results };
    const facts = { policy, policySha256, evidence, decision };
    return promotions.advance(promotion.id, passes ? 'applying' : 'refused', facts, ACTOR);
  }

  private async apply(promotion: Promotion): Promise<void> {
    const model = await this.database.models.get(promotion.modelId);
    await this.blobs.put(await this.registry.modelBytes(model));
    const { version } = await this.registry.ensureVersion(model, promotion);
    // Its data may have been recalled between the gate and now, or while MLflow was away.
    const recalled = checkRecalls(await this.database.recalls.inForceOn(model.versionId));
    if (recalled.outcome === 'block') throw new DomainError('gate_refused', recalled.reason);
    const holder = await this.registry.holder(promotion);
    // Kept before the alias moves: afterwards the registry no longer knows who held it.
    const replaced = holder === null || holder === version ? promotion.replaced : holder;
    await this.database.promotions.advance(promotion.id, 'applying', { modelVersion: version, replaced }, ACTOR);
    await this.registry.setAlias(promotion, version);
    const { registeredModel: name, alias } = promotion;
    await this.database.transaction(async ({ models, promotions }) => {
      await models.takeAlias(model.id, { name, version, alias });
      await promotions.advance(promotion.id, 'live', {}, ACTOR);
    });
  }
}

function requireSameName(model: Model, { registeredModel }: Promotion): void {
  const known = model.registered?.name;
  if (known === undefined || known === registeredModel) return;
  throw new DomainError('conflict', `The model is registered as ${known} already; promote it under that name`);
}

/** Whether the same may succeed later, without anybody changing the request. */
function isTemporary(error: unknown): boolean {
  if (error instanceof DomainError) return error.code === 'service_unavailable';
  return error instanceof MlflowError && error.retryable;
}
