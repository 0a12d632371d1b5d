import { DomainError } from '@antidote/tabular';

/** @throws DomainError `parameter_out_of_range` */
export function checkThreads(threads: number): void {
  if (Number.isInteger(threads) && threads >= 1 && threads <= 1024) return;
  throw new DomainError('parameter_out_of_range', `threads is ${threads}; give a whole number from 1 to 1024`);
}
