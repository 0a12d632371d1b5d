import type { DetectionReport } from '@antidote/contracts';
import { count, percent, percentInterval } from '../ui/format.js';
import { Section } from '../ui/page.js';
import { Table, WithInterval } from '../ui/table.js';
import styles from './detection.module.css';

const SHOWN_PAIRS = 10;

/** Which classes are mistaken for which, and how many wrong labels are left after so many reviews. */
export function NoiseSection({ report }: { report: DetectionReport }) {
  const pairs = mistakenPairs(report);
  if (pairs.length === 0) {
    return (
      <Section
        title="Which classes are mistaken for which"
        says="No label is estimated to be wrong, so no class stands out."
      >
        {null}
      </Section>
    );
  }
  return (
    <div className={styles.columns}>
      <Section
        title="Which classes are mistaken for which"
        says={`Of the rows that bear a class, the estimated share that truly is of another, with the 95% interval${pairs.length > SHOWN_PAIRS ? `; the ${SHOWN_PAIRS} largest of ${pairs.length} pairs` : ''}.`}
      >
        <Table label="Classes mistaken for others">
          <thead>
            <tr>
              <th scope="col">Given</th>
              <th scope="col">Truly</th>
              <th scope="col" data-number>
                Share
              </th>
            </tr>
          </thead>
          <tbody>
            {pairs.slice(0, SHOWN_PAIRS).map(({ given, truly, share, low, high }) => (
              <tr key={`${given} ${truly}`}>
                <th scope="row">{given}</th>
                <td>{truly}</td>
                <td data-number>
                  <WithInterval value={percent(share)} interval={percentInterval(low, high)} />
                </td>
              </tr>
            ))}
          </tbody>
        </Table>
      </Section>
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
            {report.errorsLeft.map(({ reviewed, left }) => (
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

/** Pairs of classes of which one is estimated to hide rows of the other, the largest share first. */
function mistakenPairs({ classes, noiseMatrix }: DetectionReport) {
  return noiseMatrix
    .flatMap((cells, given) =>
      cells.flatMap((cell, truly) =>
        truly === given || cell.share === 0 ? [] : [{ given: classes[given]!, truly: classes[truly]!, ...cell }],
      ),
    )
    .sort((a, b) => b.share - a.share);
}
