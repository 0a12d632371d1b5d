import { useQuery } from '@tanstack/react-query';
import type { Run, StudyReport } from '@antidote/contracts';
import { VersionLink } from '../datasets/version-link.js';
import { queries } from '../queries.js';
import { Digest } from '../ui/digest.js';
import { count, counted, duration } from '../ui/format.js';
import { Facts } from '../ui/page.js';
import page from '../ui/page.module.css';
import { Term } from '../ui/term.js';
import { Time } from '../ui/time.js';
import { LABELS_USED_WORDS } from '../ui/words.js';

/** What the figures rest on: labels, rows, seeds, interval, fits, version, time. */
export function StudyFacts({ run, report }: { run: Run; report: StudyReport }) {
  const version = useQuery({ ...queries.version(run.inputVersionId ?? ''), enabled: run.inputVersionId !== null });
  const labels = LABELS_USED_WORDS[report.labelsUsed];
  return (
    <Facts>
      <span className={labels.caution ? page.caution : undefined}>
        Scored on{' '}
        <Term says={labels.tooltip}>
          <strong>{labels.title}</strong>
        </Term>
        , {counted(report.testRows, 'held-out row')}
      </span>
      <span>
        <Term of="seeds">
          <strong>{counted(report.spec.seeds, 'seed')}</strong>
        </Term>{' '}
        a point
      </span>
      <span>
        Bands:{' '}
        <Term of="interval">
          <strong>95% interval</strong>
        </Term>{' '}
        of the mean
      </span>
      <span>
        <strong>{count(report.fits)} fits</strong>
        {run.startedAt && run.finishedAt && `, ${duration(Date.parse(run.finishedAt) - Date.parse(run.startedAt))}`}
      </span>
      {version.data && (
        <span>
          <VersionLink dataset={version.data.dataset} digest={version.data.digest} id={version.data.id}>
            Version
          </VersionLink>{' '}
          <Digest digest={version.data.digest} />
        </span>
      )}
      {run.finishedAt && (
        <span>
          Finished <Time iso={run.finishedAt} />
        </span>
      )}
    </Facts>
  );
}
