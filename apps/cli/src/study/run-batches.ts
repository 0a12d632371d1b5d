import type { StudySpec } from '@antidote/contracts';
import { planStudy, prepareStudy, runCells, type BatchResult, type StudyEvaluation } from '@antidote/robustness';
import type { Table } from '@antidote/tabular';
import { MessageChannel, Worker } from 'node:worker_threads';
import { sharedCopy } from './shared-copy.js';
import { leaveBehind, nextBatch, type SharedStudy } from './shared-study.js';

/** Below so many rows x fits the study has ended before another thread is up. Measured. */
const SMALL_STUDY = 40_000;

export interface RunBatchesOptions {
  evaluation?: StudyEvaluation | null;
  /** Results do not depend on it. */
  threads: number;
  /** Told before each batch that this thread takes how many were taken. */
  onBatch?(taken: number): void;
}

/**
 * All batches of a study. Threads share the table, the bins and the list of batches; each takes a whole batch after the
 * other, this one too, so that none waits for another but at the end. A batch that a thread failed in is run again here,
 * which then says why.
 * @throws DomainError as `prepareStudy` and `runCells`
 */
export async function runBatches(
  table: Table,
  spec: StudySpec,
  { evaluation = null, threads, onBatch }: RunBatchesOptions,
): Promise<BatchResult[]> {
  const plan = planStudy(spec);
  const mends = 1 + (spec.mitigations?.length ?? 0);
  const fits = plan.length * spec.levels.length * spec.attacks.length * spec.models.length * mends;
  const helperCount = table.rowCount * fits < SMALL_STUDY ? 0 : Math.min(threads, plan.length) - 1;
  const prepared = prepareStudy(table, spec, evaluation, { threads: Math.floor(threads / (helperCount + 1)) });
  const next = new Int32Array(new SharedArrayBuffer(4));
  const study = { table, spec, prepared, next };
  const results: BatchResult[] = [];
  const help = helperCount > 0 ? startHelp(study, helperCount) : [];
  for (let index = nextBatch(study); index < plan.length; index = nextBatch(study)) {
    onBatch?.(index);
    results[index] = runCells(table, spec, plan[index]!, prepared);
  }
  for (const answer of help) for (const result of await answer()) results[result.index] = result;
  return plan.map((batch) => results[batch.index] ?? runCells(table, spec, batch, prepared));
}

/** Kept for the next study of this process, which they do not keep alive. */
const helpers = new Set<Worker>();

/** Hands the study to threads; returns what waits for the results of each: none where it came too late, or ended. */
function startHelp(study: Omit<SharedStudy, 'state' | 'port'>, count: number): (() => Promise<BatchResult[]>)[] {
  while (helpers.size < count) helpers.add(newHelper());
  const copied = { ...study, ...sharedCopy({ table: study.table, prepared: study.prepared }) };
  return [...helpers].slice(0, count).map((helper) => {
    const { port1, port2 } = new MessageChannel();
    const state = new Int32Array(new SharedArrayBuffer(4));
    helper.postMessage({ ...copied, state, port: port2 } satisfies SharedStudy, [port2]);
    return async () => {
      if (leaveBehind({ state })) port1.close();
      return new Promise((resolve) => {
        port1.once('message', resolve);
        port1.once('close', () => resolve([]));
      });
    };
  });
}

function newHelper(): Worker {
  const helper = new Worker(new URL('./study-thread.js', import.meta.url));
  // Its port closes, which is noticed where its results are awaited.
  helper.on('error', () => helpers.delete(helper));
  helper.on('exit', () => helpers.delete(helper));
  helper.unref();
  return helper;
}
