import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { HealthController } from './health/health.controller.js';
import { PromotionWorker } from './promotions/promotion-worker.js';
import { PromotionsService } from './promotions/promotions.service.js';

@Module({ controllers: [HealthController], providers: [PromotionsService, PromotionWorker] })
export class PromotionModule {
  /** @param ports values for the tokens of `ports.ts` */
  static over(ports: Provider[]): DynamicModule {
    return { module: PromotionModule, providers: ports };
  }
}
