import type { StudySpec } from '@antidote/contracts';
import type { PreparedStudy } from '@antidote/robustness';
import type { Table } from '@antidote/tabular';
import type { MessagePort } from 'node:worker_threads';

/** A study as its threads see it; its arrays lie in shared memory. */
export interface SharedStudy {
  table: Table;
  spec: StudySpec;
  prepared: PreparedStudy;
  /** One word for all threads: the next batch. */
  next: Int32Array<SharedArrayBuffer>;
  /** One word for this thread: 0, then STARTED by itself, or LEFT when the study ended before. */
  state: Int32Array<SharedArrayBuffer>;
  /** For this thread's results. */
  port: MessagePort;
}

const STARTED = 1;
const LEFT = 2;

export const nextBatch = ({ next }: Pick<SharedStudy, 'next'>) => Atomics.add(next, 0, 1);

/** False when the study has ended without this thread. */
export const startsInTime = ({ state }: Pick<SharedStudy, 'state'>) =>
  Atomics.compareExchange(state, 0, 0, STARTED) === 0;

/** True when the thread had not begun; it will not. */
export const leaveBehind = ({ state }: Pick<SharedStudy, 'state'>) => Atomics.compareExchange(state, 0, 0, LEFT) === 0;
