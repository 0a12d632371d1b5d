import type { AttackName, StudyReport } from '@antidote/contracts';
import { SERIES } from '../theme/series.js';
import { count, level, percent, signedPoints } from '../ui/format.js';
import { Section } from '../ui/page.js';
import { Table, WithInterval } from '../ui/table.js';
import { ATTACK_WORDS } from '../ui/words.js';
import { MITIGATION_WORDS } from './mitigation-words.js';
import { pointsIntervalWords, shareIntervalWords } from './study-reading.js';

/** What cleaning the flagged labels wins back at one level, by model. */
export function MitigatedSection({ report, attack, at }: { report: StudyReport; attack: AttackName; at: number }) {
  const cells = (report.mitigated ?? []).filter((cell) => cell.attack === attack && cell.level === at);
  if (cells.length === 0) return null;
  return (
    <Section
      title={`What cleaning wins back, ${ATTACK_WORDS[attack].title.toLowerCase()} at ${level(at)}`}
      says="The same poisoned rows, after the flagged labels were dealt with; gains are paired over seeds."
    >
      <Table label="Accuracy after each mitigation">
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col">Flagged labels</th>
            <th scope="col" data-number>
              Accuracy
            </th>
            <th scope="col" data-number>
              Won, points
            </th>
            <th scope="col" data-number>
              Of the loss
            </th>
            <th scope="col" data-number>
              Rows flagged
            </th>
          </tr>
        </thead>
        <tbody>
          {cells.map((cell) => (
            <tr key={`${cell.model} ${cell.mitigation}`}>
              <th scope="row">{SERIES[cell.model].name}</th>
              <td>{MITIGATION_WORDS[cell.mitigation].title}</td>
              <td data-number>
                <WithInterval
                  value={percent(cell.mean)}
                  interval={shareIntervalWords(cell.interval[0], cell.interval[1], cell.n)}
                />
              </td>
              <td data-number>
                <WithInterval
                  value={signedPoints(cell.gain.points.value)}
                  interval={`${pointsIntervalWords(cell.gain.points.low, cell.gain.points.high, cell.n)}${cell.gain.shown ? '' : ', not shown'}`}
                />
              </td>
              <td data-number>{cell.recovered === null ? 'no loss shown' : percent(cell.recovered)}</td>
              <td data-number>{count(Math.round(cell.flaggedRows))}</td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}
