import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { LearningCurveReport, Run } from '@antidote/contracts';
import { useStartRun } from '../datasets/start-run.js';
import { labQueries } from '../lab/lab-queries.js';
import { useMay } from '../people/account.js';
import { queries } from '../queries.js';
import { SERIES } from '../theme/series.js';
import { count, level, percent } from '../ui/format.js';
import { Section } from '../ui/page.js';
import { ProblemPanel } from '../ui/problem-panel.js';
import { Table, WithInterval } from '../ui/table.js';
import { LatestRun, latestOf } from './latest-run.js';
import styles from './study.module.css';
import { shareIntervalWords } from './study-reading.js';

const priceOf = (text: string): number | undefined | null => {
  if (text.trim() === '') return undefined;
  const price = Number(text);
  return Number.isFinite(price) && price >= 0 && price <= 1e9 ? price : null;
};

/** More rows or better labels? The latest curves on the version studied, or a form for them with two prices. */
export function LearningSection({ run }: { run: Run }) {
  const runs = useQuery(queries.runs(run.dataset));
  const may = useMay('run:start');
  const start = useStartRun(run.dataset, () => undefined);
  const [prices, setPrices] = useState({ row: '', review: '' });
  const latest = latestOf(runs.data?.items, run.inputVersionId, ({ kind }) => kind === 'learning-curve');
  const [row, review] = [priceOf(prices.row), priceOf(prices.review)];
  const request = {
    kind: 'learning-curve' as const,
    versionId: run.inputVersionId!,
    models: ['decision-tree' as const, 'random-forest' as const],
    noise: [5, 10, 50],
    seeds: 10,
    seed: 42,
    ...(row != null && { priceRow: row }),
    ...(review != null && { priceReview: review }),
  };
  const wrong = (price: number | null | undefined) => price === null && 'A number from 0';
  return (
    <Section
      title="More rows, or better labels?"
      says="Curves over the number of training rows, with 5%, 10% and 50% wrong labels: how many more rows, or how many reviewed labels, buy back what they cost."
    >
      {may && (
        <form
          className={styles.prices}
          onSubmit={(event) => {
            event.preventDefault();
            if (row !== null && review !== null) start.mutate(request);
          }}
        >
          <TextInput
            label="Price of a new labelled row"
            placeholder="None"
            inputMode="decimal"
            value={prices.row}
            error={wrong(row)}
            onChange={(event) => setPrices({ ...prices, row: event.currentTarget.value })}
          />
          <TextInput
            label="Price of a review"
            placeholder="None"
            inputMode="decimal"
            value={prices.review}
            error={wrong(review)}
            onChange={(event) => setPrices({ ...prices, review: event.currentTarget.value })}
          />
          <Button type="submit" variant="default" loading={start.isPending} disabled={row === null || review === null}>
            {latest ? 'Measure again' : 'Measure'}
          </Button>
        </form>
      )}
      {start.error != null && <ProblemPanel error={start.error} />}
      {latest && (
        <LatestRun key={latest.id} id={latest.id} report={labQueries.learningCurve(latest.id)}>
          {(report) => <LearningTable report={report} />}
        </LatestRun>
      )}
    </Section>
  );
}

function LearningTable({ report }: { report: LearningCurveReport }) {
  const { points, sizes, sentences, seeds } = report;
  const series = points.filter(({ rows }) => rows === sizes[0]);
  return (
    <>
      <ul className={styles.reasons}>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <Table label="Accuracy by number of training rows and wrong labels">
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col" data-number>
              Wrong labels
            </th>
            {sizes.map((size) => (
              <th key={size} scope="col" data-number>
                {count(size)} rows
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {series.map(({ model, noise }) => (
            <tr key={`${model} ${noise}`}>
              <th scope="row">{SERIES[model].name}</th>
              <td data-number>{level(noise)}</td>
              {points
                .filter((point) => point.model === model && point.noise === noise)
                .map(({ rows, mean, interval }) => (
                  <td key={rows} data-number>
                    <WithInterval
                      value={percent(mean)}
                      interval={shareIntervalWords(interval[0], interval[1], seeds)}
                    />
                  </td>
                ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </>
  );
}
