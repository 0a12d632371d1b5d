import type { Table } from '@antidote/tabular';

/**
 * A way to train that is not ours, such as a team's own program.
 *
 * @param test rows whose labels it must not see
 * @returns codes into `train.target.classes`, one a test row
 */
export type Trainer = (train: Table, test: Table, seed: number) => Promise<Int32Array>;
