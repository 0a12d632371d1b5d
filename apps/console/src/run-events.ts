import { useDocumentVisibility } from '@mantine/hooks';
import { useQuery, useQueryClient, type QueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Run } from '@antidote/contracts';
import { isOver, queries } from './queries.js';

/** What may have changed when a run is over, by the first word of the query key. */
const MADE_BY_RUNS = ['datasets', 'versions', 'runs', 'reviews', 'review', 'models', 'model', 'validation'];

/** A browser gives a server six connections for all its tabs together: events leave room for everything else. */
const MOST_STREAMS = 2;
let streams = 0;

/** A run, kept fresh until it is over; then the lists that it may have changed are read anew. */
export function useRun(id: string): UseQueryResult<Run> {
  const client = useQueryClient();
  const query = useQuery(queries.run(id));
  const over = query.data !== undefined && isOver(query.data);
  const followed = query.data !== undefined && !over;
  const seen = useDocumentVisibility() === 'visible';
  useEffect(() => {
    if (followed && seen) return followRun(id, (run) => client.setQueryData(queries.run(id).queryKey, run));
  }, [client, id, followed, seen]);
  useEffect(() => {
    if (over) readAnewAfter(client, id);
  }, [client, id, over]);
  return query;
}

/** For a list of runs that is asked for again while one is unfinished: what a run of it changed is read once it ends. */
export function useEnds(runs: readonly Run[] | undefined): void {
  const client = useQueryClient();
  const unfinished = useRef(new Set<string>());
  useEffect(() => {
    for (const run of runs ?? []) {
      if (!isOver(run)) unfinished.current.add(run.id);
      else if (unfinished.current.delete(run.id)) readAnewAfter(client, run.id);
    }
  }, [client, runs]);
}

/** Hears of each change by the server's events, unless many are heard already: the query asks now and then in any case. */
function followRun(id: string, changed: (run: Run) => void): (() => void) | undefined {
  if (streams >= MOST_STREAMS) return undefined;
  streams += 1;
  const events = new EventSource(`/api/v1/runs/${id}/events`);
  events.addEventListener('run', (event: MessageEvent<string>) => {
    const run = JSON.parse(event.data) as Run;
    // The server ends the stream; closing first keeps the browser from asking for it again.
    if (isOver(run)) events.close();
    changed(run);
  });
  return () => {
    streams -= 1;
    events.close();
  };
}

const ended = new Set<string>();

/**
 * Once for each run that is over, even where it was so at the first look: lists on the page may be older than its end,
 * however soon it came.
 */
function readAnewAfter(client: QueryClient, runId: string): void {
  if (ended.has(runId)) return;
  ended.add(runId);
  for (const key of MADE_BY_RUNS) void client.invalidateQueries({ queryKey: [key] });
}
