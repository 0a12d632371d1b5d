import { parentPort, workerData } from 'node:worker_threads';
import { DomainError } from '@antidote/tabular';
import type { TaskAnswer, TaskRequest } from './run-in-thread.js';
import { TABLE_TASKS } from './table-tasks.js';

async function answer({ name, input }: TaskRequest): Promise<TaskAnswer> {
  try {
    return { output: await TABLE_TASKS[name](input as never) };
  } catch (error) {
    if (!(error instanceof DomainError))
      return { defect: error instanceof Error ? (error.stack ?? '') : String(error) };
    return { refusal: { code: error.code, message: error.message, details: error.details } };
  }
}

parentPort!.postMessage(await answer(workerData as TaskRequest));
