import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { Run, VersionSummary } from '@antidote/contracts';
import { isOver, queries } from '../queries.js';
import { useEnds } from '../run-events.js';
import { RunStateBadge } from '../ui/badge.js';
import { Section } from '../ui/page.js';
import { QueryView } from '../ui/query-view.js';
import { RunProgressBar } from '../ui/run-progress.js';
import { Table } from '../ui/table.js';
import { Time } from '../ui/time.js';
import { SERIES } from '../theme/series.js';
import { poisonWords, RUN_KIND_WORDS } from '../ui/words.js';
import { VersionLink } from './version-link.js';

/** What was done with this version, newest first; what runs moves by itself. */
export function RunList({ version }: { version: VersionSummary }) {
  const query = useQuery(queries.runs(version.dataset));
  useEnds(query.data?.items);
  return (
    <QueryView query={query}>
      {(data) => {
        const runs = data.items.filter((run) => run.inputVersionId === version.id);
        if (runs.length === 0) return null;
        return (
          <Section title="Done with this version">
            <Table label="Runs on this version">
              <thead>
                <tr>
                  <th scope="col">What</th>
                  <th scope="col">State</th>
                  <th scope="col">Result</th>
                  <th scope="col">Asked</th>
                  <th scope="col">By</th>
                </tr>
              </thead>
              <tbody>
                {runs.map((run) => (
                  <RunRow key={run.id} run={run} />
                ))}
              </tbody>
            </Table>
          </Section>
        );
      }}
    </QueryView>
  );
}

function RunRow({ run }: { run: Run }) {
  return (
    <tr>
      <th scope="row">{runWords(run)}</th>
      <td>
        <RunStateBadge state={run.state} />
      </td>
      <td>{isOver(run) ? <RunResult run={run} /> : <RunProgressBar run={run} />}</td>
      <td>
        <Time iso={run.createdAt} />
      </td>
      <td>{run.requestedBy}</td>
    </tr>
  );
}

function runWords(run: Run): string {
  const { request } = run;
  if (request.kind === 'poison') return poisonWords(request.spec);
  if (request.kind === 'train') return `Train a ${SERIES[request.model].name.toLowerCase()}`;
  return RUN_KIND_WORDS[run.kind];
}

function RunResult({ run }: { run: Run }) {
  const versions = useQuery({ ...queries.versions(run.dataset), enabled: run.outputVersionId !== null });
  const made = versions.data?.items.find((version) => version.id === run.outputVersionId);
  const older = versions.data !== undefined && made === undefined && run.outputVersionId !== null;
  const { refetch } = versions;
  useEffect(() => {
    // A list read before the version was made.
    if (older) void refetch();
  }, [older, refetch]);
  if (run.error) return <span>{run.error.message}</span>;
  if (run.kind === 'study') {
    return (
      <Link to="/studies/$id" params={{ id: run.id }}>
        Open the study
      </Link>
    );
  }
  if (run.kind === 'find-label-issues' && run.state === 'succeeded') {
    return (
      <Link to="/detections/$id" params={{ id: run.id }}>
        See what was found
      </Link>
    );
  }
  if (run.outputReviewId) {
    return (
      <Link to="/reviews/$id/work" params={{ id: run.outputReviewId }}>
        Open the review
      </Link>
    );
  }
  if (run.outputModelId) {
    return (
      <Link to="/models" search={{ dataset: run.dataset }}>
        See the model
      </Link>
    );
  }
  return made ? (
    <VersionLink dataset={made.dataset} digest={made.digest} id={made.id}>
      Open the version
    </VersionLink>
  ) : null;
}
