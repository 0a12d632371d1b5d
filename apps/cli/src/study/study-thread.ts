import { planStudy, runCells, type BatchResult } from '@antidote/robustness';
import { parentPort } from 'node:worker_threads';
import { nextBatch, startsInTime, type SharedStudy } from './shared-study.js';

/** Runs batches of each study that it is given until none is left, then answers with their results. */
parentPort!.on('message', (study: SharedStudy) => {
  const results: BatchResult[] = [];
  try {
    if (!startsInTime(study)) return;
    const plan = planStudy(study.spec);
    for (let index = nextBatch(study); index < plan.length; index = nextBatch(study)) {
      results.push(runCells(study.table, study.spec, plan[index]!, study.prepared));
    }
  } finally {
    // Also when a batch fails, which ends this thread: whoever gave the study runs that batch again.
    study.port.postMessage(results);
    study.port.close();
  }
});
