import type { Run, RunRequest } from '@antidote/contracts';
import { ApiProblem } from '../api-problem.js';
import { api } from '../api.js';

type StudyRequest = Extract<RunRequest, { kind: 'study' }>;

/**
 * Starts the study, and the same one of the newest version that nobody poisoned of each other dataset. What one of them
 * does not allow is said with its name, and none is left running.
 */
export async function startStudies(request: StudyRequest, others: string[]): Promise<Run[]> {
  const started: Run[] = [];
  try {
    started.push(await api.startRun(request));
    for (const dataset of others) {
      const { items } = await naming(dataset, () => api.versions(dataset));
      const version = items.find(({ kind }) => kind !== 'poisoned') ?? items[0]!;
      started.push(await naming(dataset, () => api.startRun({ ...request, versionId: version.id })));
    }
    return started;
  } catch (error) {
    await Promise.allSettled(started.map(({ id }) => api.cancelRun(id)));
    throw error;
  }
}

async function naming<T>(dataset: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    throw new ApiProblem({ ...error.problem, detail: `${dataset}: ${error.problem.detail}` }, { cause: error });
  }
}
