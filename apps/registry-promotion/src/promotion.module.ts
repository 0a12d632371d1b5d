import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { HealthController } from './health/health.controller.js';
import { AliasFreezes } from './promotions/alias-freezes.js';
import { PromotionWorker } from './promotions/promotion-worker.js';
import { PromotionsService } from './promotions/promotions.service.js';

@Module({ controllers: [HealthController], providers: [PromotionsService, AliasFreezes, PromotionWorker] })
export class PromotionModule {
  /** @param ports values for the tokens of `ports.ts` */
  static over(ports: Provider[]): DynamicModule {
    return { module: PromotionModule, providers: ports };
  }
}
