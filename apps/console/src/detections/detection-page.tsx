import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { DetectionReport, Run } from '@antidote/contracts';
import { labQueries } from '../lab/lab-queries.js';
import { queries } from '../queries.js';
import { useRun } from '../run-events.js';
import { VersionLink } from '../datasets/version-link.js';
import { count, counted } from '../ui/format.js';
import { Facts, PageBody, PageHead } from '../ui/page.js';
import page from '../ui/page.module.css';
import { QueryView } from '../ui/query-view.js';
import { Time } from '../ui/time.js';
import { RunLive } from '../studies/run-live.js';
import { CounterfactualSection } from './counterfactual-section.js';
import { DetectionActions } from './detection-actions.js';
import { detectionSentence, missedSentence } from './detection-sentence.js';
import { FamilySections, FamilyTiles } from './family-sections.js';
import { NoiseSection } from './noise-section.js';
import { OverlapSection } from './overlap-section.js';
import { ScorecardSection } from './scorecard-section.js';

/** Which labels look wrong, and what is missed? Progress while it runs, then the evidence, a family at a time. */
export function DetectionPage() {
  const { id } = useParams({ from: '/shell/detections/$id' });
  const query = useRun(id);
  const run = query.data;
  const report = useQuery({ ...labQueries.detection(id), enabled: run?.state === 'succeeded' });
  return (
    <>
      <PageHead
        title={run ? `Which rows of ${run.dataset} look wrong?` : 'Which rows look wrong?'}
        crumbs={[{ text: 'Lab', link: { to: '/studies' } }, { text: 'Detection' }]}
        actions={run && report.data && <DetectionActions run={run} report={report.data} />}
      />
      {run && report.data ? (
        <DetectionView run={run} report={report.data} />
      ) : run && run.state !== 'succeeded' ? (
        <RunLive
          run={run}
          words={{
            what: 'search',
            waiting: 'Looking at every row with every detector.',
            again: 'Start another one on the dataset’s page.',
          }}
        />
      ) : (
        <PageBody>
          {run ? <QueryView query={report}>{() => null}</QueryView> : <QueryView query={query}>{() => null}</QueryView>}
        </PageBody>
      )}
    </>
  );
}

function DetectionView({ run, report }: { run: Run; report: DetectionReport }) {
  const versions = useQuery(queries.versions(run.dataset));
  const version = versions.data?.items.find(({ id }) => id === run.inputVersionId);
  const cautions = [...(report.doubt === null ? [] : [report.doubt]), ...report.warnings];
  return (
    <>
      <Facts>
        <span>
          <strong>{counted(report.rows, 'row')}</strong>, {count(report.labelled)} with a label
        </span>
        <span>
          Label <strong>{report.target}</strong>, {counted(report.classes.length, 'class', 'classes')}
        </span>
        <span>
          Wrong labels, estimated <strong>{count(Math.round(report.estimatedErrors))}</strong>
        </span>
        {version && (
          <span>
            <VersionLink dataset={version.dataset} digest={version.digest} id={version.id}>
              The version
            </VersionLink>
          </span>
        )}
        <span>
          Asked <Time iso={run.createdAt} /> by <strong>{run.requestedBy}</strong>
        </span>
      </Facts>
      <PageBody>
        <div>
          <p className={page.sentence}>{detectionSentence(report)}</p>
          {report.scorecard && <p>{missedSentence(report.scorecard)}</p>}
          {report.counterfactual && <p>{report.counterfactual.sentence}</p>}
          {cautions.map((caution) => (
            <p key={caution} className={page.note}>
              {caution}
            </p>
          ))}
        </div>
        <FamilyTiles report={report} />
        <FamilySections run={run} report={report} />
        {report.scorecard && <ScorecardSection scorecard={report.scorecard} />}
        {report.counterfactual && (
          <CounterfactualSection counterfactual={report.counterfactual} classes={report.classes} />
        )}
        <NoiseSection report={report} />
        <OverlapSection report={report} />
      </PageBody>
    </>
  );
}
