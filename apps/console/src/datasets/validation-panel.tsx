import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { VersionSummary, VersionValidation } from '@antidote/contracts';
import { dataQueries } from '../data-queries.js';
import { useMay } from '../people/account.js';
import { useRun } from '../run-events.js';
import { counted } from '../ui/format.js';
import { Section } from '../ui/page.js';
import page from '../ui/page.module.css';
import { ProblemPanel } from '../ui/problem-panel.js';
import { QueryView } from '../ui/query-view.js';
import { RunProgressBar } from '../ui/run-progress.js';
import { Time } from '../ui/time.js';
import { AcknowledgeDialog } from './acknowledge-dialog.js';
import { FindingList } from './finding-list.js';
import { validationSentence } from './validation-sentence.js';
import { useStartRun } from './start-run.js';

/** What validation found in the version, worst first; the way to validate again, and to accept what blocks. */
export function ValidationPanel({ version }: { version: VersionSummary }) {
  const validation = useQuery(dataQueries.validation(version.id));
  return (
    <Section title="Findings" end={<ValidateButton version={version} state={validation.data?.state} />}>
      <QueryView query={validation}>{(data) => <Findings version={version} found={data} />}</QueryView>
    </Section>
  );
}

function ValidateButton({
  version,
  state,
}: {
  version: VersionSummary;
  state: VersionValidation['state'] | undefined;
}) {
  const may = useMay('run:start');
  const start = useStartRun(version.dataset, () => undefined);
  if (!may || state === undefined || state === 'pending') return null;
  return (
    <>
      <Button
        size="xs"
        variant="default"
        loading={start.isPending}
        onClick={() => start.mutate({ kind: 'validate', versionId: version.id, seed: 42 })}
      >
        {state === 'none' ? 'Validate' : 'Validate again'}
      </Button>
      {start.error && <ProblemPanel error={start.error} />}
    </>
  );
}

function Findings({ version, found }: { version: VersionSummary; found: VersionValidation }) {
  const [accepting, setAccepting] = useState(false);
  const may = useMay('dataset:write');
  const { validation, quarantined, state, runId } = found;
  const report = validation?.report ?? null;
  const here = found.verdictOf === version.id;
  return (
    <div className={page.stack}>
      <p>{validationSentence(found, version.id)}</p>
      {state === 'pending' && runId !== null && <Pending runId={runId} />}
      {report !== null && report.findings.length > 0 && <FindingList findings={report.findings} version={version} />}
      {report !== null && (
        <p className={`${page.muted} ${page.small}`}>
          {counted(report.rowsIn, 'row')} in, {counted(report.kept, 'row')} kept, {counted(report.quarantined, 'row')}{' '}
          set apart. {skippedWords(report.checks)}
        </p>
      )}
      {validation?.acknowledgement && (
        <p className={page.small}>
          Accepted by <strong>{validation.acknowledgement.by}</strong>, <Time iso={validation.acknowledgement.at} />:{' '}
          {validation.acknowledgement.reason}
        </p>
      )}
      {quarantined && here && validation !== null && may && (
        <Button variant="default" onClick={() => setAccepting(true)}>
          Accept it with a reason
        </Button>
      )}
      {quarantined && here && !may && <p className={page.small}>Data people, engineers and admins may accept it.</p>}
      {accepting && validation !== null && (
        <AcknowledgeDialog versionId={version.id} validationId={validation.id} onClose={() => setAccepting(false)} />
      )}
    </div>
  );
}

function Pending({ runId }: { runId: string }) {
  const run = useRun(runId);
  return run.data ? <RunProgressBar run={run.data} /> : null;
}

function skippedWords(checks: { code: string; state: string }[]): string {
  const ran = checks.filter(({ state }) => state === 'ran').length;
  const skipped = checks.length - ran;
  return `${counted(ran, 'check')} ran${skipped > 0 ? `, ${skipped} had nothing to look at or are off` : ''}.`;
}
