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
import { FAMILY_WORDS, NO_SOURCE } from './family-words.js';

/** Rows that a list opens with. */
const FIRST_ROWS = 10;
const SHOWN_FINDINGS = 5;

const FAMILIES = Object.keys(FAMILY_WORDS) as DetectionFamily[];
const detectorsOf = (report: DetectionReport, family: DetectionFamily) =>
  report.detectors.filter((result) => result.family === family);

/** One count a family, side by side; no sum stands for all. */
export function FamilyTiles({ report }: { report: DetectionReport }) {
  return (
    <div className={styles.families}>
      {FAMILIES.map((family) => {
        const found = report.families.find((each) => each.family === family);
        return (
          <div key={family} className={styles.family}>
            {FAMILY_WORDS[family].title}
            <strong>{found ? counted(found.flagged, 'row') : 'Not looked'}</strong>
            {found ? `flagged by any of its detectors` : notLooked(report, family)}
          </div>
        );
      })}
    </div>
  );
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

/** A row's reason that is one of the findings listed above the rows, by its number. */
function toldAbove({ findings }: DetectorResult, reason: string): string | null {
  const at = findings.slice(0, SHOWN_FINDINGS).findIndex(({ text }) => text === reason);
  return at < 0 ? null : `finding ${at + 1} above`;
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
          {result.findings.slice(0, SHOWN_FINDINGS).map((finding) => (
            <li key={finding.text}>{finding.text}</li>
          ))}
        </ol>
      )}
      {shown.length > 0 && (
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
                <td className={styles.reasons}>
                  <ul>
                    {row.reasons.map((reason) => (
                      <li key={reason}>{toldAbove(result, reason) ?? reason}</li>
                    ))}
                  </ul>
                </td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      {suspects.length > shown.length && (
        <Button variant="default" size="xs" onClick={() => setAll(true)}>
          Show {count(suspects.length)} {suspects.length < result.flagged ? 'most suspect rows' : 'rows'}
        </Button>
      )}
    </div>
  );
}
