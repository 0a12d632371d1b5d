import type { StudyReport } from '@antidote/contracts';
import { SERIES } from '../theme/series.js';
import { level, percent, signedPoints } from '../ui/format.js';
import { Section } from '../ui/page.js';
import { Table, WithInterval } from '../ui/table.js';
import { Term } from '../ui/term.js';
import { ATTACK_WORDS } from '../ui/words.js';
import { cellAt, pointsIntervalWords, shareIntervalWords } from './study-reading.js';

/** Every figure of the curves, and the paired differences between the models at the level that is read. */
export function FiguresTable({ report, at }: { report: StudyReport; at: number }) {
  const levels = [...report.spec.levels].sort((a, b) => a - b);
  return report.spec.attacks.map((attack) => (
    <Section
      key={attack}
      title={`Every figure, ${ATTACK_WORDS[attack].title.toLowerCase()}`}
      says={
        <>
          Mean accuracy and 95% interval at each level. Differences are in points at {level(at)},{' '}
          <Term of="paired">paired over seeds</Term>; one is claimed only when its interval excludes 0.
        </>
      }
    >
      <Table label={`Accuracy by level, ${ATTACK_WORDS[attack].title.toLowerCase()}`}>
        <thead>
          <tr>
            <th scope="col">Model</th>
            {levels.map((item) => (
              <th key={item} scope="col" data-number>
                {item === 0 ? 'No poison' : level(item)}
              </th>
            ))}
            <th scope="col" data-number>
              Against the other at {level(at)}
            </th>
          </tr>
        </thead>
        <tbody>
          {report.spec.models.map((model) => (
            <tr key={model}>
              <th scope="row">{SERIES[model].name}</th>
              {levels.map((item) => {
                const cell = cellAt(report, model, attack, item);
                return (
                  <td key={item} data-number>
                    {cell && (
                      <WithInterval
                        value={percent(cell.mean)}
                        interval={shareIntervalWords(cell.interval[0], cell.interval[1], cell.n)}
                      />
                    )}
                  </td>
                );
              })}
              <td data-number>
                {report.leads
                  .filter((lead) => lead.model === model && lead.attack === attack && lead.level === at)
                  .map(({ against, lead }) => (
                    <div key={against}>
                      <WithInterval
                        value={`${signedPoints(lead.points.value)} on the ${SERIES[against].short.toLowerCase()}`}
                        interval={`${pointsIntervalWords(lead.points.low, lead.points.high, report.spec.seeds)}${lead.shown ? '' : ', no difference shown'}`}
                      />
                    </div>
                  ))}
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  ));
}
