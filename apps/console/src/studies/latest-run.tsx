import { useQuery, type UseQueryOptions } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Run } from '@antidote/contracts';
import { isOver } from '../queries.js';
import { useRun } from '../run-events.js';
import { ProblemPanel } from '../ui/problem-panel.js';
import { QueryView } from '../ui/query-view.js';
import { RunProgressBar } from '../ui/run-progress.js';

/** The newest run of a kind on a version that has not failed. @param runs newest first */
export const latestOf = (runs: Run[] | undefined, kind: Run['kind'], versionId: string | null): Run | undefined =>
  runs?.find(
    (run) =>
      run.kind === kind && run.inputVersionId === versionId && run.state !== 'failed' && run.state !== 'cancelled',
  );

/** A run's progress, then its report. */
export function LatestRun<T, K extends readonly unknown[]>(props: {
  id: string;
  report: UseQueryOptions<T, Error, T, K>;
  children: (report: T) => ReactNode;
}) {
  const run = useRun(props.id).data;
  const report = useQuery({ ...props.report, enabled: run?.state === 'succeeded' });
  if (!run) return null;
  if (!isOver(run)) return <RunProgressBar run={run} />;
  if (run.error) return <ProblemPanel error={new Error(run.error.message)} />;
  return <QueryView query={report}>{props.children}</QueryView>;
}
