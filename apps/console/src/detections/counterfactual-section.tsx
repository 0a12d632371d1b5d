import type { Counterfactual } from '@antidote/contracts';
import { MITIGATION_WORDS } from '../studies/mitigation-words.js';
import { pointsIntervalWords, shareIntervalWords } from '../studies/study-reading.js';
import { SERIES } from '../theme/series.js';
import { Badge } from '../ui/badge.js';
import { count, percent, signedPoints } from '../ui/format.js';
import { Section } from '../ui/page.js';
import page from '../ui/page.module.css';
import { Table, WithInterval } from '../ui/table.js';
import { LABELS_USED_WORDS } from '../ui/words.js';

const ADVICE = {
  clean: ['pass', 'check', 'Cleaning helps'],
  'do-not-clean': ['block', 'stop', 'Do not clean'],
  'no-difference-shown': ['plain', 'question', 'No difference shown'],
} as const;

/** Does cleaning help? Models trained with and without the flagged labels, by model and class, paired. */
export function CounterfactualSection(props: { counterfactual: Counterfactual; classes: string[] }) {
  const { counterfactual: given, classes } = props;
  const [role, icon, word] = ADVICE[given.advice];
  const labels = LABELS_USED_WORDS[given.labelsUsed];
  return (
    <Section
      title="Does cleaning help?"
      end={
        <Badge role={role} icon={icon}>
          {word}
        </Badge>
      }
      says={`${given.sentence} Scored on ${count(given.testRows)} rows by ${labels.title}, over ${given.repeats} splits; ${count(Math.round(given.flaggedRows))} of ${count(given.trainRows)} training rows are flagged.`}
    >
      <Table label="Accuracy after each way to clean">
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col">Flagged labels</th>
            <th scope="col" data-number>
              Accuracy
            </th>
            <th scope="col" data-number>
              Against as it is, points
            </th>
            {classes.slice(0, 6).map((label) => (
              <th key={label} scope="col" data-number>
                Found of {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {given.outcomes.map(({ model, mitigation, accuracy, gain, recall }) => (
            <tr key={`${model} ${mitigation}`}>
              <th scope="row">{SERIES[model].name}</th>
              <td>{mitigation === null ? 'As they are' : MITIGATION_WORDS[mitigation].title}</td>
              <td data-number>
                <WithInterval
                  value={percent(accuracy.value)}
                  interval={shareIntervalWords(accuracy.low, accuracy.high, given.repeats)}
                />
              </td>
              <td data-number>
                {gain && (
                  <WithInterval
                    value={signedPoints(gain.points.value)}
                    interval={`${pointsIntervalWords(gain.points.low, gain.points.high, given.repeats)}${gain.shown ? '' : ', not shown'}`}
                  />
                )}
              </td>
              {classes.slice(0, 6).map((label, code) => (
                <td key={label} data-number>
                  {recall[code] == null ? '' : percent(recall[code])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
      {given.limits.map((limit) => (
        <p key={limit} className={page.note}>
          {limit}
        </p>
      ))}
    </Section>
  );
}
