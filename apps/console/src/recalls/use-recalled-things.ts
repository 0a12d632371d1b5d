import { useQueries } from '@tanstack/react-query';
import type { Recall } from '@antidote/contracts';
import { dataQueries } from '../data-queries.js';

/** Ids of the versions and models that hold what these recalls concern, as far as they are read. */
export function useRecalledThings(recalls: Recall[]): ReadonlySet<string> {
  return useQueries({
    queries: recalls.filter(({ state }) => state === 'active').map(({ subject }) => dataQueries.impact(subject)),
    combine: (impacts) =>
      new Set(impacts.flatMap(({ data }) => [...(data?.versions ?? []), ...(data?.models ?? [])].map(({ id }) => id))),
  });
}
