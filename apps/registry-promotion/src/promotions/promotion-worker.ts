import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { JobQueue } from '@antidote/persistence';
import type { Logger } from 'pino';
import { LOGGER, QUEUE } from '../ports.js';
import { AliasFreezes } from './alias-freezes.js';
import { PromotionsService } from './promotions.service.js';

const RECONCILE_MS = 60_000;
/** Well below the 5 s after which the supervisor kills. */
const STOP_MS = 3_000;

/**
 * Claims promotions from the queue, and goes through those that have not ended at the start and every minute: a
 * promotion whose job was lost, or gave up while MLflow was away, still reaches its end. The same for the freezing of
 * aliases whose data were recalled.
 */
@Injectable()
export class PromotionWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly promotions: PromotionsService,
    private readonly freezes: AliasFreezes,
    @Inject(QUEUE) private readonly queue: JobQueue,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.queue.work('promotion', 2, ({ data }) => this.promotions.process(data.promotionId));
    await this.queue.onDeadLetter('promotion', async ({ data, failure }) => {
      this.logger.warn({ ...data, failure }, 'the promotion waits for the next reconciliation');
    });
    await this.queue.work('alias-freeze', 1, () => this.freezes.settle());
    await this.queue.onDeadLetter('alias-freeze', async ({ data, failure }) => {
      this.logger.warn({ ...data, failure }, 'the freeze waits for the next reconciliation');
    });
    void this.reconcile();
    this.timer = setInterval(() => void this.reconcile(), RECONCILE_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.queue.stop(STOP_MS);
  }

  private async reconcile(): Promise<void> {
    try {
      for (const id of await this.promotions.unfinished()) {
        await this.promotions.process(id).catch((err: Error) => this.logger.warn({ err, id }, 'the promotion waits'));
      }
      await this.freezes.settle();
    } catch (err) {
      this.logger.warn({ err }, 'promotions could not be reconciled; tried again in a minute');
    }
  }
}
