import { z } from 'zod';

export const MODEL_KINDS = ['decision-tree', 'random-forest'] as const;
export const ModelKind = z.enum(MODEL_KINDS).meta({ id: 'ModelKind' });
export type ModelKind = z.infer<typeof ModelKind>;

/** scikit-learn's names in camelCase; the learner checks names and ranges. */
export const ModelParameters = z
  .record(z.string(), z.union([z.number(), z.string(), z.boolean()]))
  .meta({ id: 'ModelParameters' });
export type ModelParameters = z.infer<typeof ModelParameters>;
