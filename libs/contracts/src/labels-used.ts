import { z } from 'zod';

/**
 * Which labels a figure was measured on: the sealed trusted set, the labels of a separate test file,
 * the original labels known from a manifest or from lineage, or the labels as given, which may be poisoned.
 */
export const LabelsUsed = z.enum(['trusted', 'test-file', 'manifest', 'as-given']).meta({ id: 'LabelsUsed' });
export type LabelsUsed = z.infer<typeof LabelsUsed>;
