import { z } from 'zod';
import { PageQuery } from '../http/parameters.js';

export const ItemQuery = PageQuery.extend({
  decided: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
});
export type ItemQuery = z.infer<typeof ItemQuery>;
