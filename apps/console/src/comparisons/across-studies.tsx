import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { OverDatasets, Run, StudiesAcross } from '@antidote/contracts';
import { labQueries } from '../lab/lab-queries.js';
import styles from '../studies/study.module.css';
import { SERIES } from '../theme/series.js';
import { RunStateBadge } from '../ui/badge.js';
import { count, level, percent, points, signedPoints } from '../ui/format.js';
import { Icon } from '../ui/icons.js';
import { PageBody, Section } from '../ui/page.js';
import page from '../ui/page.module.css';
import { QueryView } from '../ui/query-view.js';
import { RunProgressBar } from '../ui/run-progress.js';
import { Table, WithInterval } from '../ui/table.js';
import { ATTACK_WORDS, LABELS_USED_WORDS } from '../ui/words.js';

/** What studies of several datasets say together; how far they are until all have ended. */
export function AcrossStudies({ runs }: { runs: Run[] }) {
  const ids = runs.map(({ id }) => id);
  const ready = runs.every(({ state }) => state === 'succeeded');
  const across = useQuery({ ...labQueries.across(ids), enabled: ready });
  return (
    <PageBody>
      {ready ? (
        <QueryView query={across}>{(found) => <Across across={found} ids={ids} />}</QueryView>
      ) : (
        <p className={page.sentence}>{waitingWords(runs)}</p>
      )}
      <Section title="The studies">
        <Table label="The studies">
          <thead>
            <tr>
              <th scope="col">Dataset</th>
              <th scope="col">State</th>
              <th scope="col" data-number>
                Rows
              </th>
              <th scope="col">Scored on</th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run, i) => {
              const told = across.data?.datasets[i];
              return (
                <tr key={run.id}>
                  <th scope="row">
                    <Link to="/studies/$id" params={{ id: run.id }}>
                      {told?.name ?? run.dataset}
                    </Link>
                  </th>
                  <td>
                    {run.state === 'running' ? <RunProgressBar run={run} /> : <RunStateBadge state={run.state} />}
                  </td>
                  <td data-number>{told && count(told.rows)}</td>
                  <td>{told && LABELS_USED_WORDS[told.labelsUsed].title}</td>
                </tr>
              );
            })}
          </tbody>
        </Table>
      </Section>
    </PageBody>
  );
}

function waitingWords(runs: Run[]): string {
  const ended = runs.filter(({ state }) => state === 'failed' || state === 'cancelled');
  if (ended.length === 0) return 'Measuring. What the studies say together comes when the last one has ended.';
  return `No verdict over all: the study of ${ended.map(({ dataset }) => dataset).join(', ')} has no result. Leave it out, or start it again.`;
}

function Across({ across, ids }: { across: StudiesAcross; ids: string[] }) {
  const { verdict, leads, losses, success } = across;
  return (
    <>
      <div>
        <p className={page.sentence}>{verdict.sentence}</p>
        <ul className={styles.reasons}>
          {verdict.reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
        <div className={page.note}>
          {verdict.limits.map((limit) => (
            <p key={limit}>{limit}</p>
          ))}
        </div>
        {['report.html', 'report.json'].map((file) => (
          <Button
            key={file}
            component="a"
            variant="default"
            mr="xs"
            mt="xs"
            href={`/api/v1/studies/across/${file}?runs=${ids.join(',')}`}
            download={file}
            leftSection={<Icon name="download" />}
          >
            {file === 'report.html' ? 'HTML' : 'JSON'}
          </Button>
        ))}
      </div>
      <Section title="Points of accuracy lost" says="Mean over the datasets, each counting the same; least and most.">
        <Figures
          label="Points lost, by attack, level and model"
          text={points}
          last={['Shown on']}
          rows={losses.map(({ attack, level: at, model, points: lost, shown }) => ({
            attack,
            at,
            what: SERIES[model].name,
            figure: lost,
            last: [named(shown)],
          }))}
        />
      </Section>
      {leads.length > 0 && (
        <Section title="Which model is ahead" says="A dataset counts where its own 95% interval excludes 0.">
          <Figures
            label="Points ahead, by attack, level and pair of models"
            last={['Ahead on', 'Behind on']}
            rows={leads.map(({ attack, level: at, model, against, points: lead, ahead, behind }) => ({
              attack,
              at,
              what: `${SERIES[model].name} against ${SERIES[against].name.toLowerCase()}`,
              figure: lead,
              last: [named(ahead), named(behind)],
            }))}
          />
        </Section>
      )}
      {success.length > 0 && (
        <Section
          title="Hidden triggers: how often they work"
          says="Share of rows of other classes, and without poison."
        >
          <Figures
            label="Attack success, by attack, level and model"
            text={percent}
            last={['Unpoisoned']}
            rows={success.map(({ attack, level: at, model, rate, floor }) => ({
              attack,
              at,
              what: SERIES[model].name,
              figure: rate,
              last: [percent(floor)],
            }))}
          />
        </Section>
      )}
    </>
  );
}

const named = (names: string[]) => (names.length === 0 ? 'none' : names.join(', '));

interface Figure {
  attack: StudiesAcross['attacks'][number];
  at: number;
  what: string;
  figure: OverDatasets;
  last: string[];
}

function Figures(props: { label: string; rows: Figure[]; last: string[]; text?: (value: number) => string }) {
  const { text = signedPoints } = props;
  return (
    <Table label={props.label}>
      <thead>
        <tr>
          <th scope="col">Attack</th>
          <th scope="col" data-number>
            Level
          </th>
          <th scope="col">Model</th>
          <th scope="col" data-number>
            Mean (least to most)
          </th>
          {props.last.map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {props.rows.map(({ attack, at, what, figure: { mean, least, most }, last }) => (
          <tr key={`${attack} ${at} ${what}`}>
            <th scope="row">{ATTACK_WORDS[attack].title}</th>
            <td data-number>{level(at)}</td>
            <td>{what}</td>
            <td data-number>
              <WithInterval
                value={text(mean)}
                interval={`(${text(least.value)} on ${least.dataset} to ${text(most.value)} on ${most.dataset})`}
              />
            </td>
            {last.map((words, i) => (
              <td key={i}>{words}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
