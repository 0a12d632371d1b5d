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
import { compareStudies, comparisonSentence, unlike, type ComparedCell } from './compare-studies.js';

/** Which of two studies came out better? Side by side, by attack. */
export function ComparePage() {
  const { ids } = useSearch({ from: '/shell/studies/compare' });
  const chosen = (ids ?? '').split(',').filter((id) => id !== '');
  return (
    <>
      <PageHead
        title="Which of the two came out better?"
        crumbs={[{ text: 'Lab' }, { text: 'Studies', link: { to: '/studies' } }, { text: 'Compare' }]}
      />
      {chosen.length === 2 ? (
        <Compared ids={chosen as [string, string]} />
      ) : (
        <PageBody>
          <Empty
            says="Choose two studies in the list to see them side by side."
            action={<Link to="/studies">Go to the studies</Link>}
          />
        </PageBody>
      )}
    </>
  );
}

function Compared({ ids }: { ids: [string, string] }) {
  const runs = useQueries({ queries: ids.map((id) => queries.run(id)) });
  const reports = useQueries({ queries: ids.map((id) => queries.study(id)) });
  const failed = [...runs, ...reports].find(({ error, data }) => error !== null && data === undefined);
  if (failed) {
    return (
      <PageBody>
        <ProblemPanel error={failed.error} onRetry={() => void failed.refetch()} />
      </PageBody>
    );
  }
  const [firstRun, secondRun] = runs.map(({ data }) => data);
  const [first, second] = reports.map(({ data }) => data);
  if (!firstRun || !secondRun || !first || !second) {
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
