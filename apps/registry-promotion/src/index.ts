export { readConfig, type PromotionConfig } from './config.js';
export { PromotionModule } from './promotion.module.js';
export { PromotionsService } from './promotions/promotions.service.js';
