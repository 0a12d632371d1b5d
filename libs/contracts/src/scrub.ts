import { z } from 'zod';

/** What refers to a stored blob, and as what. */
export const BlobReference = z
  .strictObject({
    sha256: z.string(),
    type: z.enum(['version', 'model', 'run', 'review', 'validation', 'trusted-set']),
    id: z.uuid(),
    dataset: z.string(),
    /** Such as the canonical table (`table`), the registered bytes (`file`) or a patch. */
    part: z.enum(['table', 'file', 'patch', 'ground-truth', 'onnx', 'report', 'issues', 'seal']),
  })
  .meta({ id: 'BlobReference' });
export type BlobReference = z.infer<typeof BlobReference>;

const Damage = z.strictObject({
  sha256: z.string(),
  /** `damaged`: its bytes no longer have their hash; it lies in quarantine now. `missing`: it is referred to and not there. */
  state: z.enum(['damaged', 'missing']),
  /** What is touched; none for bytes that nothing refers to. */
  references: z.array(BlobReference),
});

/** What reading every stored byte again has found. */
export const ScrubReport = z
  .strictObject({ checkedBlobs: z.int(), checkedBytes: z.int(), damage: z.array(Damage) })
  .meta({ id: 'ScrubReport' });
export type ScrubReport = z.infer<typeof ScrubReport>;
