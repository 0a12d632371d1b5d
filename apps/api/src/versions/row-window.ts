import { z } from 'zod';

export const RowWindow = z.strictObject({
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});
export type RowWindow = z.infer<typeof RowWindow>;
