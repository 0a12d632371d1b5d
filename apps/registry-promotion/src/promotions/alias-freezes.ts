import { Inject, Injectable } from '@nestjs/common';
import { freezesToChange } from '@antidote/data-versioning';
import type { Database } from '@antidote/persistence';
import { readRecallImpact } from '@antidote/workflows';
import { MlflowClient, MlflowError } from 'mlflow-js-client';
import { DATABASE, MLFLOW } from '../ports.js';
import { ModelRegistry } from './model-registry.js';

/**
 * Keeps the freezes of aliases as the recalls in force want them, and shows them in MLflow. The gate refuses affected
 * models by the recalls themselves; a freeze tells people, and whoever looks at the registry, which alias is concerned.
 */
@Injectable()
export class AliasFreezes {
  private readonly registry: ModelRegistry;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(MLFLOW) mlflow: MlflowClient,
  ) {
    this.registry = new ModelRegistry(mlflow);
  }

  /**
   * Freezes what an affected model has come to hold since, frees what an unaffected one took, and writes both to MLflow.
   * Harmless when repeated.
   *
   * @throws what is temporary (MLflow or the database away): the rest waits for the next call
   */
  async settle(): Promise<void> {
    for (const id of await this.database.recalls.active()) await this.followAliases(id);
    for (const freeze of await this.database.recalls.pendingFreezes()) {
      try {
        await this.registry.markFreeze(freeze);
      } catch (error) {
        // A version that was deleted past the platform has nothing left to be marked.
        if (!(error instanceof MlflowError) || error.retryable) throw error;
      }
      await this.database.recalls.settleFreeze(freeze);
    }
  }

  private async followAliases(id: string): Promise<void> {
    const { subject, freezes } = await this.database.recalls.get(id);
    const { aliases } = await readRecallImpact(this.database, subject);
    const change = freezesToChange(
      aliases,
      freezes.filter(({ liftedAt }) => liftedAt === null),
    );
    if (change.add.length + change.lift.length > 0) await this.database.recalls.changeFreezes(id, change);
  }
}
