import { z } from 'zod';
import { LineageNode } from './lineage.js';

const Row = z
  .int()
  .min(0)
  .max(2 ** 31 - 1);

/** Destroys the values of rows in every version of the registered file that the version belongs to. */
export const ErasureRequest = z
  .strictObject({
    versionId: z.uuid(),
    rows: z
      .array(Row)
      .min(1)
      .max(10_000)
      .refine((rows) => new Set(rows).size === rows.length, 'a row stands here twice'),
    reason: z.string().trim().min(10, 'give a reason of at least 10 characters').max(2000),
    /** Only tell what it would touch. */
    dryRun: z.boolean().default(false),
  })
  .meta({ id: 'ErasureRequest' });
export type ErasureRequest = z.infer<typeof ErasureRequest>;

/** What stands in place of an erased row: which it was, and a salted digest that only its values can confirm. */
export const Tombstone = z.strictObject({ row: Row, salt: z.string(), digest: z.string() }).meta({ id: 'Tombstone' });
export type Tombstone = z.infer<typeof Tombstone>;

export const Erasure = z
  .strictObject({
    /** Null for a dry run. */
    id: z.uuid().nullable(),
    /** The registered version whose file held the rows. */
    originalId: z.uuid(),
    reason: z.string(),
    tombstones: z.array(Tombstone),
    /** Every version rewritten; they keep their digests as history. */
    versionIds: z.array(z.uuid()),
    /** Models trained on versions that held the rows: what they learned is not undone. */
    models: z.array(LineageNode),
    /** Trusted sets that hold one of the rows: they go out of use, as a seal over an erased row cannot be read again. */
    retiredSets: z.array(z.uuid()),
    /** Blobs that held the values and are destroyed. */
    destroyedBlobs: z.int(),
    /** Where copies may remain that the platform does not reach. */
    remains: z.array(z.string()),
    at: z.iso.datetime().nullable(),
    by: z.string().nullable(),
  })
  .meta({ id: 'Erasure' });
export type Erasure = z.infer<typeof Erasure>;

export const ErasedRows = z
  .strictObject({ originalId: z.uuid(), tombstones: z.array(Tombstone) })
  .meta({ id: 'ErasedRows' });
export type ErasedRows = z.infer<typeof ErasedRows>;
