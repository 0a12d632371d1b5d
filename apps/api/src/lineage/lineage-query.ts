import { SourceName } from '@antidote/contracts';
import { z } from 'zod';
import { Id } from '../http/parameters.js';

export const ImpactQuery = z
  .strictObject({
    versionId: Id.optional(),
    row: z.coerce
      .number()
      .int()
      .min(0)
      .max(2 ** 32 - 1)
      .optional(),
    dataset: z.string().min(1).max(100).optional(),
    source: SourceName.optional(),
  })
  .refine(
    ({ versionId, row, dataset, source }) =>
      versionId === undefined
        ? row === undefined && dataset !== undefined && source !== undefined
        : dataset === undefined && source === undefined,
    'ask for versionId, for versionId and row, or for dataset and source',
  );
export type ImpactQuery = z.infer<typeof ImpactQuery>;

export const LineageQuery = z.strictObject({
  /** Of a version, run, review, model or promotion. */
  focus: Id,
  depth: z.coerce.number().int().min(0).max(30).default(4),
  direction: z.enum(['upstream', 'downstream', 'both']).default('both'),
});
export type LineageQuery = z.infer<typeof LineageQuery>;
