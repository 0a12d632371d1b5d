import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { Run, StudyReport } from '@antidote/contracts';
import { queries } from '../queries.js';
import { useRun } from '../run-events.js';
import { Icon } from '../ui/icons.js';
import { PageBody, PageHead } from '../ui/page.js';
import { QueryView } from '../ui/query-view.js';
import { save } from '../ui/save-file.js';
import { PartialResult } from './partial-result.js';
import { RunLive } from './run-live.js';
import { StudyFacts } from './study-facts.js';
import { openingLevel, readableLevels } from './study-reading.js';
import { StudyResult } from './study-result.js';

/** How much poison can it take? Progress while it runs, then the verdict and its evidence. */
export function StudyPage() {
  const { id } = useParams({ from: '/shell/studies/$id' });
  const query = useRun(id);
  const run = query.data;
  const report = useQuery({ ...queries.study(id), enabled: run?.state === 'succeeded' });
  return (
    <>
      <PageHead
        title={run ? `How much poison can ${run.dataset} take?` : 'How much poison can it take?'}
        crumbs={[{ text: 'Lab' }, { text: 'Studies', link: { to: '/studies' } }]}
        actions={run && report.data && <StudyTools run={run} report={report.data} />}
      />
      {run && report.data ? (
        <ReadStudy run={run} report={report.data} />
      ) : run && run.state !== 'succeeded' ? (
        <>
          <RunLive
            run={run}
            words={{
              what: 'study',
              waiting: 'Measuring. The verdict comes when every seed is in.',
              again: 'Start another one in the lab.',
            }}
          />
          <PartialResult run={run} />
        </>
      ) : (
        <PageBody>
          {run ? <QueryView query={report}>{() => null}</QueryView> : <QueryView query={query}>{() => null}</QueryView>}
        </PageBody>
      )}
    </>
  );
}

function ReadStudy({ run, report }: { run: Run; report: StudyReport }) {
  const { level } = useSearch({ from: '/shell/studies/$id' });
  const navigate = useNavigate({ from: '/studies/$id' });
  const levels = readableLevels(report);
  const at = level !== undefined && levels.includes(level) ? level : openingLevel(levels);
  return (
    <>
      <StudyFacts run={run} report={report} />
      <StudyResult
        run={run}
        report={report}
        at={at}
        onLevel={(chosen) => void navigate({ search: { level: chosen }, replace: true, resetScroll: false })}
      />
    </>
  );
}

function StudyTools({ run, report }: { run: Run; report: StudyReport }) {
  return (
    <>
      {run.mlflow && (
        <Button
          component="a"
          href={run.mlflow.url}
          target="_blank"
          rel="noreferrer"
          variant="default"
          leftSection={<Icon name="external" />}
        >
          MLflow
        </Button>
      )}
      <Button
        variant="default"
        leftSection={<Icon name="download" />}
        onClick={() => save(`study-${run.dataset}.json`, `${JSON.stringify(report, null, 2)}\n`, 'application/json')}
      >
        JSON
      </Button>
      {['report.html', 'report.md'].map((file) => (
        <Button
          key={file}
          component="a"
          variant="default"
          href={`/api/v1/runs/${run.id}/study/${file}`}
          download={file}
          leftSection={<Icon name="download" />}
        >
          {file === 'report.html' ? 'HTML' : 'Markdown'}
        </Button>
      ))}
    </>
  );
}
