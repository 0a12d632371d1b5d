import { useQuery, type UseQueryOptions } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Run } from '@antidote/contracts';
import { runProblem } from '../api-problem.js';
import { isOver } from '../queries.js';
import { useRun } from '../run-events.js';
import { ProblemPanel } from '../ui/problem-panel.js';
import { QueryView } from '../ui/query-view.js';
import { RunProgressBar } from '../ui/run-progress.js';

/**
 * The newest run on a version that was not cancelled; one that failed says why.
 * @param runs newest first
 * @param asks whether a run was asked for what is looked for
 */
export const latestOf = (
  runs: Run[] | undefined,
  versionId: string | null,
  asks: (request: Run['request']) => boolean,
): Run | undefined =>
  runs?.find((run) => run.inputVersionId === versionId && run.state !== 'cancelled' && asks(run.request));

/** Whether another one may be asked for. */
export const mayAsk = (latest: Run | undefined): boolean => latest === undefined || latest.state === 'failed';

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
  if (run.error) return <ProblemPanel error={runProblem(run.error)} />;
  return <QueryView query={report}>{props.children}</QueryView>;
}
