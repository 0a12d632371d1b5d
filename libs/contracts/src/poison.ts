import { z } from 'zod';

export const ATTACKS = ['uniform'] as const;
export const AttackName = z.enum(ATTACKS).meta({ id: 'AttackName' });
export type AttackName = z.infer<typeof AttackName>;

export const Percent = z.number().min(0).max(100);
export const Seed = z.int().min(0).max(Number.MAX_SAFE_INTEGER);

export const PoisonSpec = z
  .strictObject({ attack: AttackName.default('uniform'), percent: Percent, seed: Seed.default(42) })
  .meta({ id: 'PoisonSpec' });
export type PoisonSpec = z.infer<typeof PoisonSpec>;

export const LabelChange = z.strictObject({ row: z.int().min(0), from: z.string(), to: z.string() });
export type LabelChange = z.infer<typeof LabelChange>;

/**
 * The manifest beside a poisoned file: the ground truth of what was changed. Rows count from 0, header excluded.
 * It holds no times and no paths, so that the same input and seed give the same bytes; it is used only while the
 * output's hash matches.
 */
export const Manifest = z
  .strictObject({
    formatVersion: z.literal(1),
    attack: AttackName,
    seed: Seed,
    percent: Percent,
    target: z.string(),
    input: z.strictObject({ sha256: z.string() }),
    output: z.strictObject({ sha256: z.string() }),
    changes: z.array(LabelChange),
  })
  .meta({ id: 'Manifest' });
export type Manifest = z.infer<typeof Manifest>;
