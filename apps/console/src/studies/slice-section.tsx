import type { AttackName, StudyReport } from '@antidote/contracts';
import { SERIES } from '../theme/series.js';
import { level, percent, points, pointsInterval } from '../ui/format.js';
import { Section } from '../ui/page.js';
import { Table, WithInterval } from '../ui/table.js';
import styles from './study.module.css';

/** Who the poison hurts: accuracy and loss by the column that the study slices by, at the level read. */
export function SliceSection({ report, attack, at }: { report: StudyReport; attack: AttackName; at: number }) {
  if (!report.slices) return null;
  const { column, slices, cells, sentences } = report.slices;
  const own = cells.filter((cell) => cell.attack === attack && cell.level === at);
  return (
    <Section
      title={`By ${column}`}
      says={`Accuracy at ${level(at)}, and the points lost in each group of scored rows; few rows tell little.`}
    >
      {sentences.length > 0 && (
        <div className={styles.told}>
          {sentences.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </div>
      )}
      <Table label={`Accuracy and loss by ${column}`}>
        <thead>
          <tr>
            <th scope="col">{column}</th>
            <th scope="col" data-number>
              Rows scored
            </th>
            {report.spec.models.flatMap((model) => [
              <th key={model} scope="col" data-number>
                {SERIES[model].name}
              </th>,
              <th key={`${model} loss`} scope="col" data-number>
                loses
              </th>,
            ])}
          </tr>
        </thead>
        <tbody>
          {slices.map(({ name, rows }, slice) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td data-number>{points(rows)}</td>
              {report.spec.models.flatMap((model) => {
                const cell = own.find((each) => each.model === model && each.slice === slice);
                return [
                  <td key={model} data-number>
                    {cell?.mean == null ? '' : percent(cell.mean)}
                  </td>,
                  <td key={`${model} loss`} data-number>
                    {cell?.loss && (
                      <WithInterval
                        value={points(cell.loss.points.value)}
                        interval={
                          cell.loss.shown
                            ? pointsInterval(cell.loss.points.low, cell.loss.points.high)
                            : 'no difference shown'
                        }
                      />
                    )}
                  </td>,
                ];
              })}
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}
