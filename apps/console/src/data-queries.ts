import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { ImpactSubject, Page, Recall, RunState } from '@antidote/contracts';
import { api } from './api.js';
import { dataApi } from './data-api.js';
import { soonWhile } from './queries.js';

const MOST_RECENT = 100;

const firstPage = { initialPageParam: undefined as string | undefined };
const nextPage = (page: Page<unknown>) => page.next ?? undefined;

/** Whether something of a recall still moves by itself: a replacement being built, or a freeze not yet in MLflow. */
export const moves = (recall: Recall): boolean =>
  recall.replacements.some(({ state }) => state === 'queued' || state === 'running') ||
  recall.freezes.some(({ markedAt, liftedAt }) => markedAt === null && liftedAt === null);

/** The reads of the data pages; what changed is marked stale by the first word of its key. */
export const dataQueries = {
  lineage: (focus: string, depth: number) =>
    queryOptions({ queryKey: ['lineage', focus, depth], queryFn: () => dataApi.lineage(focus, depth) }),
  impact: (subject: ImpactSubject) =>
    queryOptions({ queryKey: ['impact', subject], queryFn: () => dataApi.impact(subject), staleTime: 30_000 }),
  sources: (versionId: string) =>
    queryOptions({
      queryKey: ['version', versionId, 'sources'],
      queryFn: () => dataApi.sources(versionId),
      staleTime: Infinity,
    }),
  // Registering starts a validation, whose run is not known before it is asked for.
  validation: (versionId: string) =>
    queryOptions({
      queryKey: ['validation', versionId],
      queryFn: () => dataApi.validation(versionId),
      refetchInterval: ({ state }) => (state.data?.state === 'pending' ? 1_000 : false),
    }),
  dataset: (name: string) => queryOptions({ queryKey: ['dataset', name], queryFn: () => dataApi.dataset(name) }),
  expectations: (name: string) =>
    queryOptions({ queryKey: ['expectations', name], queryFn: () => dataApi.expectations(name) }),
  retention: (name: string) => queryOptions({ queryKey: ['retention', name], queryFn: () => dataApi.retention(name) }),
  diff: (name: string, from: string, to: string, offset: number) =>
    queryOptions({
      queryKey: ['diff', name, from, to, offset],
      queryFn: () => dataApi.diff(name, from, to, offset),
      staleTime: Infinity,
    }),
  /** The newest runs, of one state or of any, as the home page shows them. */
  runsIn: (state?: RunState) =>
    queryOptions({
      queryKey: ['runs', { state: state ?? 'any' }],
      queryFn: () => api.runs({ state, limit: MOST_RECENT }),
      refetchInterval: ({ state }) => soonWhile(state.data?.items) || 10_000,
    }),
  recalls: (filter: { dataset?: string; state?: Recall['state'] } = {}) =>
    infiniteQueryOptions({
      queryKey: ['recalls', filter],
      queryFn: ({ pageParam }) => dataApi.recalls({ ...filter, cursor: pageParam }),
      ...firstPage,
      getNextPageParam: nextPage,
    }),
  recall: (id: string) =>
    queryOptions({
      queryKey: ['recall', id],
      queryFn: () => dataApi.recall(id),
      refetchInterval: ({ state }) => (state.data && moves(state.data) ? 1_000 : false),
    }),
  trustedSets: (dataset: string) =>
    infiniteQueryOptions({
      queryKey: ['trusted-sets', dataset],
      queryFn: ({ pageParam }) => dataApi.trustedSets(dataset, pageParam),
      ...firstPage,
      getNextPageParam: nextPage,
    }),
  featureSets: () =>
    infiniteQueryOptions({
      queryKey: ['feature-sets'],
      queryFn: ({ pageParam }) => dataApi.featureSets(pageParam),
      ...firstPage,
      getNextPageParam: nextPage,
    }),
  featureSet: (id: string) =>
    queryOptions({ queryKey: ['feature-set', id], queryFn: () => dataApi.featureSet(id), staleTime: Infinity }),
  skew: (id: string, versionId: string) =>
    queryOptions({
      queryKey: ['feature-set', id, 'skew', versionId],
      queryFn: () => dataApi.skew(id, versionId),
      staleTime: Infinity,
    }),
};
