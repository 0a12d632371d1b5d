import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Run } from '@antidote/contracts';
import { isOver, queries } from './queries.js';

/** What may have changed when a run is over, by the first word of the query key. */
const MADE_BY_RUNS = ['datasets', 'versions', 'runs', 'reviews', 'review', 'models', 'model', 'validation'];

/** A run, kept fresh by the server's events until it is over; then the lists that it may have changed are read anew. */
export function useRun(id: string): UseQueryResult<Run> {
  const client = useQueryClient();
  const query = useQuery(queries.run(id));
  const live = query.data !== undefined && !isOver(query.data);
  useEffect(() => {
    if (!live) return;
    const events = new EventSource(`/api/v1/runs/${id}/events`);
    events.addEventListener('run', (event: MessageEvent<string>) => {
      const run = JSON.parse(event.data) as Run;
      client.setQueryData(queries.run(id).queryKey, run);
      // The server ends the stream; closing first keeps the browser from asking for it again.
      if (isOver(run)) events.close();
    });
    return () => {
      events.close();
      for (const key of MADE_BY_RUNS) void client.invalidateQueries({ queryKey: [key] });
    };
  }, [client, id, live]);
  return query;
}
