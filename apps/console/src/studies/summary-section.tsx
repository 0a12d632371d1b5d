import type { StudyReport } from '@antidote/contracts';
import { SERIES } from '../theme/series.js';
import { level, percent } from '../ui/format.js';
import { Section } from '../ui/page.js';
import { Table, WithInterval } from '../ui/table.js';
import { ATTACK_WORDS } from '../ui/words.js';
import { breaksAt, shareIntervalWords } from './study-reading.js';

/**
 * Each model under each attack as a whole: the area under its curve, and the level at which it breaks.
 * @param gate accuracy that a model must keep: the study's own, else the policy's, the line drawn in the curves
 */
export function SummarySection({ report, gate }: { report: StudyReport; gate: number | undefined }) {
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
          {summaries.map(({ attack, model, area }) => (
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
              <td>{breakWords(breaksAt(report, { model, attack }, gate))}</td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}

const breakWords = (at: ReturnType<typeof breaksAt>): string =>
  at ? `${level(at.level)}, below the ${at.below} (${percent(at.threshold)})` : 'no level studied';
