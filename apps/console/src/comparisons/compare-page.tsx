import { useQueries } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import type { Run, StudyReport } from '@antidote/contracts';
import { queries } from '../queries.js';
import { shareIntervalWords } from '../studies/study-reading.js';
import { SERIES } from '../theme/series.js';
import { count, level, percent, shortDigest, signedPoints } from '../ui/format.js';
import { Facts, PageBody, PageHead, Section } from '../ui/page.js';
import page from '../ui/page.module.css';
import { Empty, Loading } from '../ui/query-view.js';
import { ProblemPanel } from '../ui/problem-panel.js';
import { Table, WithInterval } from '../ui/table.js';
import { ATTACK_WORDS, LABELS_USED_WORDS } from '../ui/words.js';
import { AcrossStudies } from './across-studies.js';
import { compareStudies, comparisonSentence, unlike, type ComparedCell } from './compare-studies.js';

/** Two studies of one dataset side by side; or what studies of several datasets say together. */
export function ComparePage() {
  const { ids } = useSearch({ from: '/shell/studies/compare' });
  const chosen = (ids ?? '').split(',').filter((id) => id !== '');
  return (
    <>
      <PageHead
        title={chosen.length > 2 ? 'What do the studies say together?' : 'How do the two studies compare?'}
        crumbs={[{ text: 'Lab' }, { text: 'Studies', link: { to: '/studies' } }, { text: 'Compare' }]}
      />
      {chosen.length >= 2 ? (
        <Chosen ids={chosen} />
      ) : (
        <PageBody>
          <Empty
            says="Choose two studies of a dataset in the list to see them side by side, or studies of several datasets to read them together."
            action={<Link to="/studies">Go to the studies</Link>}
          />
        </PageBody>
      )}
    </>
  );
}

function Chosen({ ids }: { ids: string[] }) {
  const queried = useQueries({ queries: ids.map((id) => queries.run(id)) });
  const failed = queried.find(({ error, data }) => error !== null && data === undefined);
  if (failed) {
    return (
      <PageBody>
        <ProblemPanel error={failed.error} onRetry={() => void failed.refetch()} />
      </PageBody>
    );
  }
  const runs = queried.flatMap(({ data }) => data ?? []);
  if (runs.length < ids.length) {
    return (
      <PageBody>
        <Loading />
      </PageBody>
    );
  }
  const [first, second] = runs;
  return runs.length === 2 && first!.dataset === second!.dataset ? (
    <Compared runs={[first!, second!]} />
  ) : (
    <AcrossStudies runs={runs} />
  );
}

function Compared({ runs: [firstRun, secondRun] }: { runs: [Run, Run] }) {
  const reports = useQueries({ queries: [firstRun, secondRun].map(({ id }) => queries.study(id)) });
  const failed = reports.find(({ error, data }) => error !== null && data === undefined);
  if (failed) {
    return (
      <PageBody>
        <ProblemPanel error={failed.error} onRetry={() => void failed.refetch()} />
      </PageBody>
    );
  }
  const [first, second] = reports.map(({ data }) => data);
  if (!first || !second) {
    return (
      <PageBody>
        <Loading />
      </PageBody>
    );
  }
  const cells = compareStudies(first, second);
  const cautions = unlike(first, second);
  const attacks = [...new Set(cells.map(({ attack }) => attack))];
  return (
    <>
      <Facts>
        <StudyFact word="First" run={firstRun} report={first} />
        <StudyFact word="Second" run={secondRun} report={second} />
      </Facts>
      <PageBody>
        <div>
          <p className={page.sentence}>{comparisonSentence(cells)}</p>
          <p>A difference is claimed only where the two 95% intervals do not overlap.</p>
          {cautions.map((caution) => (
            <p key={caution} className={page.note}>
              {caution}
            </p>
          ))}
        </div>
        {attacks.map((attack) => (
          <Section key={attack} title={ATTACK_WORDS[attack].title}>
            <ComparedTable cells={cells.filter((cell) => cell.attack === attack)} title={ATTACK_WORDS[attack].title} />
          </Section>
        ))}
      </PageBody>
    </>
  );
}

const StudyFact = ({ word, run, report }: { word: string; run: Run; report: StudyReport }) => (
  <span>
    {word}{' '}
    <Link to="/studies/$id" params={{ id: run.id }}>
      {report.dataset.name} {shortDigest(report.dataset.sha256)}
    </Link>
    , {count(report.spec.seeds)} seeds, {LABELS_USED_WORDS[report.labelsUsed].title}
  </span>
);

const ComparedTable = ({ cells, title }: { cells: ComparedCell[]; title: string }) => (
  <Table label={`Both studies, ${title.toLowerCase()}`}>
    <thead>
      <tr>
        <th scope="col">Model</th>
        <th scope="col" data-number>
          Level
        </th>
        <th scope="col" data-number>
          First
        </th>
        <th scope="col" data-number>
          Second
        </th>
        <th scope="col" data-number>
          Second ahead by, points
        </th>
      </tr>
    </thead>
    <tbody>
      {cells.map(({ model, level: at, first, second, ahead, shown }) => (
        <tr key={`${model} ${at}`}>
          <th scope="row">{SERIES[model].name}</th>
          <td data-number>{level(at)}</td>
          {[first, second].map((cell, i) => (
            <td key={i} data-number>
              <WithInterval
                value={percent(cell.mean)}
                interval={shareIntervalWords(cell.interval[0], cell.interval[1], cell.n)}
              />
            </td>
          ))}
          <td data-number>
            <WithInterval value={signedPoints(ahead)} interval={shown ? '' : 'no difference shown'} />
          </td>
        </tr>
      ))}
    </tbody>
  </Table>
);
