import type { DetectionReport, DetectorName } from '@antidote/contracts';
import { count, percent } from '../ui/format.js';
import { Section } from '../ui/page.js';
import { Table } from '../ui/table.js';
import { DETECTOR_WORDS } from './family-words.js';

/** Where detectors agree: rows that both of two flag, and of those that either flags the share that both do. */
export function OverlapSection({ report }: { report: DetectionReport }) {
  const active = report.detectors.filter(({ flagged }) => flagged > 0).map(({ detector }) => detector);
  if (active.length < 2) return null;
  const between = (a: DetectorName, b: DetectorName) =>
    report.overlap.find(({ first, second }) => (first === a && second === b) || (first === b && second === a));
  return (
    <Section
      title="Where detectors agree"
      says="Rows that both flag, and their share of the rows that either flags. Detectors of different families see different poison: little overlap is no fault."
    >
      <Table label="Overlap of detectors">
        <thead>
          <tr>
            <th scope="col">Detector</th>
            {active.map((name) => (
              <th key={name} scope="col" data-number>
                {DETECTOR_WORDS[name]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {active.map((first) => (
            <tr key={first}>
              <th scope="row">{DETECTOR_WORDS[first]}</th>
              {active.map((second) => {
                const own = report.detectors.find(({ detector }) => detector === first)!;
                const pair = between(first, second);
                return (
                  <td key={second} data-number>
                    {first === second
                      ? count(own.flagged)
                      : pair && `${count(pair.both)} (${percent(pair.either === 0 ? 0 : pair.both / pair.either)})`}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}
