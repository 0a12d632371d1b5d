import { z } from 'zod';
import { PageQuery } from '../http/parameters.js';

export const RecallQuery = PageQuery.extend({
  dataset: z.string().min(1).max(100).optional(),
  state: z.enum(['active', 'lifted']).optional(),
});
export type RecallQuery = z.infer<typeof RecallQuery>;
