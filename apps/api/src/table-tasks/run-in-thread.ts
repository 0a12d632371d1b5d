import { Worker } from 'node:worker_threads';
import { DomainError } from '@antidote/tabular';
import { queueTasks } from './queue-tasks.js';
import type { RunTableTask, TableTaskName } from './table-tasks.js';

export interface TaskRequest {
  name: TableTaskName;
  input: unknown;
}

/** What a thread answers: errors lose their class on the way. */
export type TaskAnswer =
  { output: unknown } | { refusal: Pick<DomainError, 'code' | 'message' | 'details'> } | { defect: string };

/** A hostile file may keep its reader busy for ever; honest ones, in gzip too, are read at many times this. */
const LEAST_BYTES_PER_SECOND = 250_000;
const LEAST_SECONDS = 60;
/** What a timer holds. */
const MOST_SECONDS = 2_000_000;
const HEAP_MIB = 1024;
/** Of short-lived texts: small, so that they go soon. A million rows of 20 columns take a third less memory by it. */
const YOUNG_HEAP_MIB = 8;
/** At a time; further ones wait. Memory is that of so many tables. */
const THREADS = 2;

const queue = queueTasks(THREADS);

/** Seconds that a task over so many bytes may take. */
export function deadlineSeconds(bytes: number): number {
  return Math.min(LEAST_SECONDS + Math.ceil(bytes / LEAST_BYTES_PER_SECOND), MOST_SECONDS);
}

/**
 * Does tasks two at a time, each in a thread of its own: the main thread stays free, and a file that takes too long or
 * too much ends with its thread.
 */
export const runInThread: RunTableTask = (name, input, bytes) =>
  queue(() => runThread({ name, input }, deadlineSeconds(bytes))) as never;

/** @param seconds after which the thread is ended */
export function runThread(request: TaskRequest, seconds: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./table-task-thread.js', import.meta.url), {
      workerData: request,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB, maxYoungGenerationSizeMb: YOUNG_HEAP_MIB },
    });
    const timer = setTimeout(() => {
      void thread.terminate();
      reject(tooMuch(`was not read within ${seconds} seconds`));
    }, seconds * 1000);
    thread.once('message', (answer: TaskAnswer) => {
      if ('output' in answer) resolve(answer.output);
      else if ('refusal' in answer) {
        reject(new DomainError(answer.refusal.code, answer.refusal.message, answer.refusal.details));
      } else reject(new Error(answer.defect));
    });
    thread.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuch(`takes more than ${HEAP_MIB} MiB to read`) : error),
    );
    thread.once('exit', () => {
      clearTimeout(timer);
      reject(new Error('the thread of the task ended without an answer'));
    });
  });
}

function tooMuch(what: string): DomainError {
  return new DomainError('limit_exceeded', `The file ${what}; it may be damaged. Split it, or write it again.`);
}
