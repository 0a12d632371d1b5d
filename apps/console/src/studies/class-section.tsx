import type { AttackName, StudyReport } from '@antidote/contracts';
import { SERIES } from '../theme/series.js';
import { level, percent, signedPoints } from '../ui/format.js';
import { Section } from '../ui/page.js';
import { Table, WithInterval } from '../ui/table.js';
import { ATTACK_WORDS } from '../ui/words.js';
import { cellAt } from './study-reading.js';

const MOST_CLASSES = 12;

/** Which classes pay: the share of each that the model finds, against the lowest level. */
export function ClassSection({ report, attack, at }: { report: StudyReport; attack: AttackName; at: number }) {
  const { classes } = report.dataset;
  const lowest = Math.min(...report.spec.levels);
  const rows = report.spec.models.flatMap((model) => {
    const cell = cellAt(report, model, attack, at);
    const before = cellAt(report, model, attack, lowest);
    return cell?.recall && before?.recall ? [{ model, now: cell.recall, before: before.recall, cell }] : [];
  });
  if (rows.length === 0 || classes.length > MOST_CLASSES) return null;
  return (
    <Section
      title={`Which classes pay, ${ATTACK_WORDS[attack].title.toLowerCase()} at ${level(at)}`}
      says={`Share of each class that the model finds, and points against ${lowest === 0 ? 'no poison' : level(lowest)}; how far confidence is off accuracy (calibration error).`}
    >
      <Table label="Recall by class under attack">
        <thead>
          <tr>
            <th scope="col">Model</th>
            {classes.map((label) => (
              <th key={label} scope="col" data-number>
                {label}
              </th>
            ))}
            <th scope="col" data-number>
              Calibration error
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ model, now, before, cell }) => (
            <tr key={model}>
              <th scope="row">{SERIES[model].name}</th>
              {classes.map((label, code) => {
                const [share, was] = [now[code], before[code]];
                return (
                  <td key={label} data-number>
                    {share != null && (
                      <WithInterval
                        value={percent(share)}
                        interval={was == null ? '' : signedPoints(100 * (share - was))}
                      />
                    )}
                  </td>
                );
              })}
              <td data-number>{cell.calibrationError === undefined ? '' : percent(cell.calibrationError)}</td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}
