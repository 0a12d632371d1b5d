import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { AttackName, Policy, Run, StudyReport } from '@antidote/contracts';
import { queries } from '../queries.js';
import { Choice } from '../ui/choice.js';
import { counted, level } from '../ui/format.js';
import { PageBody, Section } from '../ui/page.js';
import page from '../ui/page.module.css';
import { ATTACK_WORDS } from '../ui/words.js';
import { BreakSection } from './break-section.js';
import { CertificateSection } from './certificate-section.js';
import { ClassSection } from './class-section.js';
import type { CurvePanel } from './curve-option.js';
import { FiguresTable } from './figures-table.js';
import { LearningSection } from './learning-section.js';
import { LossPlot } from './loss-plot.js';
import { MitigatedSection } from './mitigated-section.js';
import { naiveReading } from './naive-reading.js';
import { SliceSection } from './slice-section.js';
import { StudyLegend } from './study-legend.js';
import { axisFloor, curvesOf, readableLevels } from './study-reading.js';
import { SummarySection } from './summary-section.js';
import { successPanel } from './success-panel.js';
import styles from './study.module.css';

// The charting library is loaded with the first chart that is shown.
const CurveChart = lazy(() => import('./curve-chart.js'));

/** A verdict of many attacks has many; the first ones decide. */
const FIRST_REASONS = 5;
const FONT = "'Inter Variable', system-ui, sans-serif";

/** The accuracy to keep: the study's own gate, else the policy's; undefined when neither names one. */
const gateOf = (report: StudyReport, policy: Policy | undefined): number | undefined =>
  report.spec.gate ?? policy?.rules.find((rule) => rule.rule === 'accuracy')?.atLeast;

function panelOf(report: StudyReport, attack: AttackName, gate: number | undefined): CurvePanel {
  const curves = curvesOf(report, attack);
  const lines = [
    ...(gate === undefined ? [] : [{ at: gate, text: `gate ${level(100 * gate)}` }]),
    { at: report.majorityAccuracy, text: 'always the commonest class' },
  ];
  const levels = [...report.spec.levels].sort((a, b) => a - b);
  return {
    curves,
    levels,
    floor: axisFloor(
      curves,
      lines.map((line) => line.at),
    ),
    lines,
    font: FONT,
  };
}

/** The finished study: verdict and losses, then the curves read at one level, then every figure. */
export function StudyResult(props: { run: Run; report: StudyReport; at: number; onLevel: (level: number) => void }) {
  const { report, at } = props;
  const [attackRead, setAttackRead] = useState<AttackName>(report.spec.attacks[0] ?? 'uniform');
  const [pointed, setPointed] = useState<number | null>(null);
  const policy = useQuery(queries.policy());
  const gate = gateOf(report, policy.data?.policy);
  const panels = useMemo(
    () =>
      report.spec.attacks.map((attack) => ({
        attack,
        panel: panelOf(report, attack, gate),
        success: successPanel(report, attack, FONT),
      })),
    [report, gate],
  );
  const read = pointed ?? at;
  const naive = naiveReading(report, attackRead, at);
  const triggers = panels.filter(({ success }) => success !== null);
  return (
    <PageBody>
      <div className={styles.top}>
        <div>
          <p className={page.sentence}>{report.verdict.sentence}</p>
          <ul className={styles.reasons}>
            {report.verdict.reasons.slice(0, FIRST_REASONS).map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
          {report.verdict.reasons.length > FIRST_REASONS && (
            <details className={styles.more}>
              <summary>{counted(report.verdict.reasons.length - FIRST_REASONS, 'more reason')}</summary>
              <ul className={styles.reasons}>
                {report.verdict.reasons.slice(FIRST_REASONS).map((reason) => (
                  <li key={reason}>{reason}</li>
                ))}
              </ul>
            </details>
          )}
          {[...report.verdict.limits, ...report.warnings].length > 0 && (
            <div className={page.note}>
              {[...report.verdict.limits, ...report.warnings].map((limit) => (
                <p key={limit}>{limit}</p>
              ))}
            </div>
          )}
        </div>
        <LossPlot report={report} at={at} />
      </div>
      <div className={styles.reading}>
        <div className={styles.read}>
          <span>Read at</span>
          <Choice
            label="Level to read at"
            options={readableLevels(report)}
            value={at}
            text={level}
            onChange={props.onLevel}
          />
          {report.spec.attacks.length > 1 && (
            <Choice
              label="Attack to read"
              options={report.spec.attacks}
              value={attackRead}
              text={(attack) => ATTACK_WORDS[attack].title}
              onChange={setAttackRead}
            />
          )}
          <span className={page.end}>
            {ATTACK_WORDS[attackRead].title} at {level(read)}, accuracy
          </span>
        </div>
        <StudyLegend report={report} attack={attackRead} at={read} />
        {naive !== null && <p className={page.note}>{naive}</p>}
      </div>
      <Section
        title="Accuracy by share of poisoned training rows"
        says="The lower axis is stretched at the low end (square root), where decisions are made. Pointing at a level reads it above."
      >
        <div className={styles.panels}>
          {panels.map(({ attack, panel }) => (
            <figure key={attack}>
              <figcaption>
                <strong>{ATTACK_WORDS[attack].title}</strong>
                <span>{ATTACK_WORDS[attack].says}</span>
              </figcaption>
              <Suspense fallback={<div className={styles.chart} role="status" aria-label="Loading the chart" />}>
                <CurveChart panel={panel} level={at} onHover={setPointed} />
              </Suspense>
            </figure>
          ))}
        </div>
      </Section>
      {triggers.length > 0 && (
        <Section
          title="Hidden triggers: how often they work"
          says="The share of rows of other classes that the trigger sends to the target class, less what it does to a model without poison. Accuracy above says nothing of it."
        >
          <div className={styles.panels}>
            {triggers.map(({ attack, success }) => (
              <figure key={attack}>
                <figcaption>
                  <strong>{ATTACK_WORDS[attack].title}</strong>
                  <span>attack success less its floor</span>
                </figcaption>
                <Suspense fallback={<div className={styles.chart} role="status" aria-label="Loading the chart" />}>
                  <CurveChart panel={success!} level={at} onHover={setPointed} />
                </Suspense>
              </figure>
            ))}
          </div>
        </Section>
      )}
      <SummarySection report={report} gate={gate} />
      <MitigatedSection report={report} attack={attackRead} at={at} />
      <ClassSection report={report} attack={attackRead} at={at} />
      <SliceSection report={report} attack={attackRead} at={at} />
      <FiguresTable report={report} at={at} />
      <CertificateSection run={props.run} />
      <BreakSection run={props.run} gate={gate} />
      <LearningSection run={props.run} />
    </PageBody>
  );
}
