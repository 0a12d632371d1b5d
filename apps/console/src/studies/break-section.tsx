import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { BreakReport, Run } from '@antidote/contracts';
import { useStartRun } from '../datasets/start-run.js';
import { labQueries } from '../lab/lab-queries.js';
import { useMay } from '../people/account.js';
import { queries } from '../queries.js';
import { SERIES } from '../theme/series.js';
import { count, percent } from '../ui/format.js';
import { Section } from '../ui/page.js';
import { ProblemPanel } from '../ui/problem-panel.js';
import { Table } from '../ui/table.js';
import { ATTACK_WORDS } from '../ui/words.js';
import { breakSentences } from './break-sentences.js';
import { LatestRun, latestOf, mayAsk } from './latest-run.js';
import styles from './study.module.css';

/** How few poisoned rows take the models below their gate: the latest search on the version studied, or a button for one. */
export function BreakSection({ run, gate }: { run: Run; gate: number | undefined }) {
  const runs = useQuery(queries.runs(run.dataset));
  const may = useMay('run:start');
  const start = useStartRun(run.dataset, () => undefined);
  const latest = latestOf(
    runs.data?.items,
    run.inputVersionId,
    (request) => request.kind === 'break' && request.below === gate,
  );
  return (
    <Section
      title="What it costs to break"
      says={
        gate === undefined
          ? 'The fewest poisoned rows that take a model below a limit. Neither this study nor the policy names an accuracy to keep: start a study with a gate.'
          : `The fewest poisoned rows found that take a model below ${percent(gate)}, by attack. A cleverer attack may need fewer.`
      }
      end={
        may &&
        mayAsk(latest) &&
        gate !== undefined && (
          <Button
            variant="default"
            size="xs"
            loading={start.isPending}
            onClick={() => start.mutate(requestOf(run.inputVersionId!, gate))}
          >
            Find the cost
          </Button>
        )
      }
    >
      {start.error != null && <ProblemPanel error={start.error} />}
      {latest && (
        <LatestRun key={latest.id} id={latest.id} report={labQueries.breakReport(latest.id)}>
          {(report) => <BreakTable report={report} />}
        </LatestRun>
      )}
    </Section>
  );
}

const requestOf = (versionId: string, below: number) => ({
  kind: 'break' as const,
  versionId,
  metric: 'accuracy' as const,
  below,
  models: ['decision-tree' as const, 'random-forest' as const],
  attacks: ['uniform' as const, 'targeted' as const, 'boundary' as const, 'greedy' as const],
  seeds: 3,
  mostPercent: 50,
  seed: 42,
});

function BreakTable({ report }: { report: BreakReport }) {
  return (
    <>
      <div className={styles.told}>
        {breakSentences(report).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      <Table label="Fewest poisoned rows found, by model and attack">
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col">Attack</th>
            <th scope="col" data-number>
              Without poison
            </th>
            <th scope="col" data-number>
              Poisoned rows
            </th>
            <th scope="col" data-number>
              Of the training rows
            </th>
            <th scope="col" data-number>
              Then
            </th>
          </tr>
        </thead>
        <tbody>
          {report.findings.map(({ model, attack, clean, rows, percent: share, reached, searchedTo, note }) => (
            <tr key={`${model} ${attack}`}>
              <th scope="row">
                {model === 'certified-vote' ? 'Certified vote' : SERIES[model as keyof typeof SERIES].name}
              </th>
              <td>{ATTACK_WORDS[attack].title}</td>
              <td data-number>{percent(clean)}</td>
              <td data-number title={note ?? undefined}>
                {rows === null ? `none up to ${count(searchedTo)}` : count(rows)}
              </td>
              <td data-number>{share === null ? '' : percent(share / 100)}</td>
              <td data-number>{reached === null ? '' : percent(reached)}</td>
            </tr>
          ))}
        </tbody>
      </Table>
    </>
  );
}
