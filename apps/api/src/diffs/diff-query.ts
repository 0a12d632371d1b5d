import { z } from 'zod';
import { Id } from '../http/parameters.js';

export const DiffQuery = z.strictObject({
  from: Id,
  to: Id,
  /** Of the changed cells that are shown. */
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});
export type DiffQuery = z.infer<typeof DiffQuery>;
