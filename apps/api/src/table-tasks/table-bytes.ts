import type { Version } from '@antidote/contracts';

const BYTES_OF_NUMBER = 8;
/** The label, the row id and the row's hash. */
const COLUMNS_BESIDE = 6;

/** About how many bytes a version's table takes. */
export function tableBytes({ rows, features }: Pick<Version, 'rows' | 'features'>): number {
  return rows * (features + COLUMNS_BESIDE) * BYTES_OF_NUMBER;
}
