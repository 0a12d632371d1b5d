import type { DetectionReport } from '@antidote/contracts';
import { count, percent, percentInterval } from '../ui/format.js';
import { Section } from '../ui/page.js';
import { Table, WithInterval } from '../ui/table.js';
import styles from './detection.module.css';

/** A matrix of more classes says nothing to the eye. */
const MOST_CLASSES = 12;

/** Which classes are mistaken for which, and how many wrong labels are left after so many reviews. */
export function NoiseSection({ report }: { report: DetectionReport }) {
  const { classes, noiseMatrix, errorsLeft } = report;
  return (
    <div className={styles.columns}>
      {classes.length <= MOST_CLASSES && (
        <Section
          title="Which classes are mistaken for which"
          says="Of the rows that bear a class, the estimated share that truly is of another, with the 95% interval."
        >
          <Table label="Noise matrix">
            <thead>
              <tr>
                <th scope="col">Given</th>
                {classes.map((label) => (
                  <th key={label} scope="col" data-number>
                    truly {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {classes.map((given, row) => (
                <tr key={given}>
                  <th scope="row">{given}</th>
                  {classes.map((label, column) => {
                    const cell = noiseMatrix[row]![column]!;
                    return (
                      <td key={label} data-number>
                        {row === column ? (
                          '–'
                        ) : (
                          <WithInterval value={percent(cell.share)} interval={percentInterval(cell.low, cell.high)} />
                        )}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </Table>
        </Section>
      )}
      <Section title="Wrong labels left" says="Estimated, once so many of the most suspect labels are put right.">
        <Table label="Estimated wrong labels left by number of reviews">
          <thead>
            <tr>
              <th scope="col" data-number>
                Reviewed
              </th>
              <th scope="col" data-number>
                Wrong labels left
              </th>
            </tr>
          </thead>
          <tbody>
            {errorsLeft.map(({ reviewed, left }) => (
              <tr key={reviewed}>
                <td data-number>{count(reviewed)}</td>
                <td data-number>{count(Math.round(left))}</td>
              </tr>
            ))}
          </tbody>
        </Table>
      </Section>
    </div>
  );
}
