import type { z } from 'zod';
import { Id, PageQuery } from '../http/parameters.js';

export const PromotionQuery = PageQuery.extend({ modelId: Id.optional() });
export type PromotionQuery = z.infer<typeof PromotionQuery>;
