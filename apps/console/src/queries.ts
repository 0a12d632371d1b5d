import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Page, Promotion, Run, RunState } from '@antidote/contracts';
import { api } from './api.js';

const firstPage = { initialPageParam: undefined as string | undefined };
const nextPage = (page: Page<unknown>) => page.next ?? undefined;
const MOST_RECENT = 50;
const SOON_MS = 2_000;

export const TERMINAL: ReadonlySet<RunState> = new Set(['succeeded', 'failed', 'cancelled']);
export const settled = (promotion: Promotion): boolean => ['live', 'refused', 'failed'].includes(promotion.state);

/** Every read of the server under one key each; what changed is marked stale by its first key word. */
export const queries = {
  account: () => queryOptions({ queryKey: ['account'], queryFn: api.account, staleTime: 60_000 }),
  sessions: () => queryOptions({ queryKey: ['sessions'], queryFn: api.sessions }),
  keys: () => queryOptions({ queryKey: ['keys'], queryFn: api.keys }),
  people: () =>
    infiniteQueryOptions({
      queryKey: ['people'],
      queryFn: ({ pageParam }) => api.people(pageParam),
      ...firstPage,
      getNextPageParam: nextPage,
    }),
  audit: (filter: { actor?: string; action?: string; subjectId?: string }) =>
    infiniteQueryOptions({
      queryKey: ['audit', filter],
      queryFn: ({ pageParam }) => api.audit({ ...filter, cursor: pageParam }),
      ...firstPage,
      getNextPageParam: nextPage,
    }),
  datasets: () =>
    infiniteQueryOptions({
      queryKey: ['datasets'],
      queryFn: ({ pageParam }) => api.datasets(pageParam),
      ...firstPage,
      getNextPageParam: nextPage,
    }),
  versions: (name: string) => queryOptions({ queryKey: ['versions', name], queryFn: () => api.versions(name) }),
  version: (id: string) =>
    queryOptions({ queryKey: ['version', id], queryFn: () => api.version(id), staleTime: Infinity }),
  rows: (id: string, offset: number, limit: number) =>
    queryOptions({
      queryKey: ['version', id, 'rows', offset, limit],
      queryFn: () => api.rows(id, offset, limit),
      staleTime: Infinity,
    }),
  runs: (dataset: string) =>
    queryOptions({
      queryKey: ['runs', { dataset }],
      queryFn: () => api.runs({ dataset, limit: MOST_RECENT }),
      refetchInterval: ({ state }) => soonWhile(state.data?.items),
    }),
  studies: () =>
    infiniteQueryOptions({
      queryKey: ['runs', { kind: 'study' }],
      queryFn: ({ pageParam }) => api.runs({ kind: 'study', cursor: pageParam }),
      refetchInterval: ({ state }) => soonWhile(state.data?.pages.flatMap(({ items }) => items)),
      ...firstPage,
      getNextPageParam: nextPage,
    }),
  // The events of a run keep it fresh; the poll stands in where there is no stream or it was cut.
  run: (id: string) =>
    queryOptions({
      queryKey: ['run', id],
      queryFn: () => api.run(id),
      refetchInterval: ({ state }) => soonWhile(state.data && [state.data]),
    }),
  study: (runId: string) =>
    queryOptions({ queryKey: ['study', runId], queryFn: () => api.study(runId), staleTime: Infinity }),
  reviews: () =>
    infiniteQueryOptions({
      queryKey: ['reviews'],
      queryFn: ({ pageParam }) => api.reviews(pageParam),
      ...firstPage,
      getNextPageParam: nextPage,
    }),
  review: (id: string) => queryOptions({ queryKey: ['review', id], queryFn: () => api.review(id) }),
  reviewItem: (id: string, itemId: string) =>
    queryOptions({
      queryKey: ['review', id, 'item', itemId],
      queryFn: () => api.reviewItem(id, itemId),
      staleTime: Infinity,
    }),
  models: (dataset?: string) =>
    infiniteQueryOptions({
      queryKey: ['models', { dataset }],
      queryFn: ({ pageParam }) => api.models({ dataset, cursor: pageParam }),
      ...firstPage,
      getNextPageParam: nextPage,
    }),
  model: (id: string) => queryOptions({ queryKey: ['model', id], queryFn: () => api.model(id) }),
  policy: () => queryOptions({ queryKey: ['policy'], queryFn: api.policy }),
  promotion: (id: string) =>
    queryOptions({
      queryKey: ['promotion', id],
      queryFn: () => api.promotion(id),
      refetchInterval: ({ state }) => (state.data && settled(state.data) ? false : 1_000),
    }),
};

export const isOver = (run: Run): boolean => TERMINAL.has(run.state);

/** How soon to ask again: in two seconds while one of the runs is unfinished. */
export const soonWhile = (runs: readonly Run[] | undefined): number | false =>
  runs?.some((run) => !isOver(run)) ? SOON_MS : false;
