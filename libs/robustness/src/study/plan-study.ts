import type { StudySpec } from '@antidote/contracts';
import type { StudyBatch } from './study-batch.js';

/** One batch a seed. Batches may run in any order, anywhere: each depends on the table, the spec and itself only. */
export function planStudy(spec: StudySpec): StudyBatch[] {
  return Array.from({ length: spec.seeds }, (_, index) => ({ index, seedIndex: index }));
}
