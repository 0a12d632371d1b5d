import { log2 } from './entropy-score.js';
import { doubles, words } from './heap.js';
import * as job from './job-layout.js';

/** Impurity of the class weights at `counts`, by the job's criterion, times their sum. */
export function weightedImpurity(task: i32, worker: i32, counts: i32): f64 {
  const reals = doubles;
  const classes = words[task + job.CLASSES]!;
  const isEntropy = words[task + job.IS_ENTROPY]! !== 0;
  let total: f64 = 0;
  let sum: f64 = 0;
  for (let c = 0; c < classes; c++) {
    const weight = reals[counts + c]!;
    total += weight;
    if (weight > 0) sum += isEntropy ? weight * log2(worker, weight) : weight * weight;
  }
  return isEntropy ? total * log2(worker, total) - sum : total - sum / total;
}
