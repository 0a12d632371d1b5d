import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { DetectionFamily, DetectionReport, DetectorResult, Run } from '@antidote/contracts';
import { useStartRun } from '../datasets/start-run.js';
import { useMay } from '../people/account.js';
import { Badge } from '../ui/badge.js';
import { count, counted } from '../ui/format.js';
import { Section } from '../ui/page.js';
import { ProblemPanel } from '../ui/problem-panel.js';
import { Table } from '../ui/table.js';
import { Term } from '../ui/term.js';
import styles from './detection.module.css';
import { and } from './detection-sentence.js';
import { FAMILY_WORDS, NO_SOURCE } from './family-words.js';

/** Rows that a list opens with. */
const FIRST_ROWS = 10;

const FAMILIES = Object.keys(FAMILY_WORDS) as DetectionFamily[];
const detectorsOf = (report: DetectionReport, family: DetectionFamily) =>
  report.detectors.filter((result) => result.family === family);

/** One count a family, side by side; no sum stands for all. */
export function FamilyTiles({ report }: { report: DetectionReport }) {
  return (
    <div className={styles.families}>
      {FAMILIES.map((family) => {
        const [flagged, by] = tileOf(report, family);
        return (
          <div key={family} className={styles.family}>
            {FAMILY_WORDS[family].title}
            <strong>{flagged === null ? 'Not looked' : counted(flagged, 'row')}</strong>
            {by}
          </div>
        );
      })}
    </div>
  );
}

/** Rows flagged in a family, and by whom; null where nobody looked. Of labels the default detector speaks, as everywhere. */
function tileOf(report: DetectionReport, family: DetectionFamily): [flagged: number | null, by: string] {
  const found = report.families.find((each) => each.family === family);
  if (!found) return [null, notLooked(report, family)];
  const ran = detectorsOf(report, family).filter(({ notRun }) => notRun === null);
  const speaker = ran.find(({ detector }) => detector === 'default');
  if (!speaker || ran.length === 1) return [found.flagged, 'flagged'];
  return [speaker.flagged, `flagged by the default detector; ${count(found.flagged)} by any of ${ran.length}`];
}

function notLooked(report: DetectionReport, family: DetectionFamily): string {
  if (family === 'source') return NO_SOURCE;
  return detectorsOf(report, family)[0]?.notRun ?? 'No detector ran.';
}

export function FamilySections({ run, report }: { run: Run; report: DetectionReport }) {
  return FAMILIES.map((family) => {
    const results = detectorsOf(report, family).filter(({ notRun }) => notRun === null);
    if (results.length === 0) return null;
    const { title, says } = FAMILY_WORDS[family];
    const flagged = results.some((result) => result.flagged > 0);
    return (
      <Section
        key={family}
        title={title}
        says={says}
        end={flagged && family !== 'label' && <ReviewFamily run={run} family={family} />}
      >
        <div className={styles.detector}>
          {results.map((result) => (
            <Detector key={result.detector} result={result} />
          ))}
        </div>
      </Section>
    );
  });
}

/** Opens a review of a family's rows: the same search again, with these rows for review. */
function ReviewFamily({ run, family }: { run: Run; family: DetectionFamily }) {
  const navigate = useNavigate();
  const start = useStartRun(run.dataset, (started) => {
    void navigate({ to: '/detections/$id', params: { id: started.id } });
  });
  if (!useMay('run:start') || run.request.kind !== 'find-label-issues') return null;
  const { versionId, seed } = run.request;
  return (
    <>
      <Button
        variant="default"
        size="xs"
        loading={start.isPending}
        onClick={() => start.mutate({ kind: 'find-label-issues', versionId, seed, reviewOf: [family] })}
      >
        Open a review of these rows
      </Button>
      {start.error != null && <ProblemPanel error={start.error} />}
    </>
  );
}

/** A row's reasons in one line; findings that are listed above the rows stand by their numbers. */
function reasonWords({ findings }: DetectorResult, reasons: string[]): string {
  const above = reasons.flatMap((reason) => {
    const at = findings.findIndex(({ text }) => text === reason);
    return at < 0 ? [] : [String(at + 1)];
  });
  const rest = reasons.filter((reason) => findings.every(({ text }) => text !== reason));
  const told = above.length === 0 ? [] : [`${above.length === 1 ? 'finding' : 'findings'} ${and(above)} above`];
  return [...told, ...rest].join('; ');
}

function Detector({ result }: { result: DetectorResult }) {
  const [all, setAll] = useState(false);
  const suspects = result.rows.filter((row) => row.flagged);
  const shown = all
    ? suspects
    : suspects.slice(0, result.detector === 'default' || result.findings.length > 0 ? FIRST_ROWS : 0);
  return (
    <div>
      <h3>
        <Term says={result.summary}>{result.title}</Term>{' '}
        {result.flagged === 0 ? (
          <Badge role="pass" icon="check">
            Nothing flagged
          </Badge>
        ) : (
          <Badge role="warn" icon="warn">
            {counted(result.flagged, 'row')} flagged
          </Badge>
        )}
      </h3>
      {result.findings.length > 0 && (
        <ol className={styles.findings}>
          {result.findings.map((finding) => (
            <li key={finding.text}>{finding.text}</li>
          ))}
        </ol>
      )}
      {shown.length > 0 && (
        <div className={styles.suspects}>
          <Table label={`Suspect rows, ${result.title}`}>
            <thead>
              <tr>
                <th scope="col">Row</th>
                <th scope="col">Label</th>
                <th scope="col">Suggested</th>
                <th scope="col" data-number>
                  <Term of="quality">Quality</Term>
                </th>
                <th scope="col">Why</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((row) => (
                <tr key={row.row}>
                  <th scope="row">{row.row}</th>
                  <td>{row.label}</td>
                  <td>{row.suggested === row.label ? 'as given' : row.suggested}</td>
                  <td data-number>{row.quality.toFixed(2)}</td>
                  <td className={styles.reasons}>{reasonWords(result, row.reasons)}</td>
                </tr>
              ))}
            </tbody>
          </Table>
        </div>
      )}
      {suspects.length > shown.length && (
        <Button variant="default" size="xs" onClick={() => setAll(true)}>
          Show {count(suspects.length)} {suspects.length < result.flagged ? 'most suspect rows' : 'rows'}
        </Button>
      )}
    </div>
  );
}
