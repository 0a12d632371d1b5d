import { z } from 'zod';

/** Health of one part of the stack, as `antidote status` and `/health/ready` show it. */
export const PartHealth = z
  .strictObject({
    part: z.string(),
    state: z.enum(['up', 'starting', 'down']),
    address: z.string().nullable(),
    detail: z.string().nullable(),
  })
  .meta({ id: 'PartHealth' });
export type PartHealth = z.infer<typeof PartHealth>;

export const Readiness = z.strictObject({ ready: z.boolean(), parts: z.array(PartHealth) }).meta({ id: 'Readiness' });
export type Readiness = z.infer<typeof Readiness>;
