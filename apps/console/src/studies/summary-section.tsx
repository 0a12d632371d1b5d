import type { StudyReport } from '@antidote/contracts';
import { SERIES } from '../theme/series.js';
import { level, percent } from '../ui/format.js';
import { Section } from '../ui/page.js';
import { Table, WithInterval } from '../ui/table.js';
import { ATTACK_WORDS } from '../ui/words.js';
import { shareIntervalWords } from './study-reading.js';

/** Each model under each attack as a whole: the area under its curve, and the level at which it breaks. */
export function SummarySection({ report }: { report: StudyReport }) {
  const { summaries } = report;
  if (!summaries || summaries.length === 0) return null;
  return (
    <Section
      title="How far each model holds"
      says="The mean height of the curve over the levels studied, and the lowest level at which the model falls below its gate or below always naming the commonest class."
    >
      <Table label="Area under the robustness curve and breakdown level">
        <thead>
          <tr>
            <th scope="col">Attack</th>
            <th scope="col">Model</th>
            <th scope="col" data-number>
              Mean over levels
            </th>
            <th scope="col">Breaks at</th>
          </tr>
        </thead>
        <tbody>
          {summaries.map(({ attack, model, area, breakdown }) => (
            <tr key={`${attack} ${model}`}>
              <th scope="row">{ATTACK_WORDS[attack].title}</th>
              <td>{SERIES[model].name}</td>
              <td data-number>
                {area && (
                  <WithInterval
                    value={percent(area.value)}
                    interval={shareIntervalWords(area.low, area.high, report.spec.seeds)}
                  />
                )}
              </td>
              <td>
                {breakdown
                  ? `${level(breakdown.level)}, below the ${breakdown.below === 'gate' ? 'gate' : 'commonest class'} (${percent(breakdown.threshold)})`
                  : 'no level studied'}
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}
