import type { Estimate, Scorecard } from '@antidote/contracts';
import { count, counted, level, percent, percentInterval } from '../ui/format.js';
import { Section } from '../ui/page.js';
import { Table } from '../ui/table.js';
import { ATTACK_WORDS } from '../ui/words.js';
import { SEEN_FROM } from './detection-sentence.js';
import styles from './detection.module.css';
import { FAMILY_WORDS, NO_SOURCE } from './family-words.js';

/** What would have been seen: recall and precision by attack, from poison planted in hidden copies. */
export function ScorecardSection({ scorecard }: { scorecard: Scorecard }) {
  const { attacks, percent: planted, rows, repeats } = scorecard;
  return (
    <Section
      title="What would be missed"
      says={`Known poison was planted in ${level(planted)} of the rows of ${repeats} hidden copies of this very dataset (${counted(rows, 'row')} each), and looked for. What is missed there is missed here.`}
    >
      <Table label="Recall and precision by attack">
        <thead>
          <tr>
            <th scope="col">Planted</th>
            <th scope="col">Share of it seen</th>
            <th scope="col">By which detectors</th>
            <th scope="col" data-number>
              Rows planted
            </th>
          </tr>
        </thead>
        <tbody>
          {attacks.map(({ attack, recall, sights, planted: number, notPlanted }) => (
            <tr key={attack}>
              <th scope="row">{ATTACK_WORDS[attack].title}</th>
              <td>{recall ? <Seen recall={recall} /> : 'not planted'}</td>
              <td className={recall ? undefined : styles.reasons}>
                {(notPlanted !== null && attack === 'bad-source' ? NO_SOURCE : notPlanted) ??
                  sights.map(({ family, recall: share, precision }) => (
                    <div key={family}>
                      {FAMILY_WORDS[family].title}: {percent(share.value)} seen
                      {precision
                        ? `, ${percent(precision.value)} of the new flags right ${percentInterval(precision.low, precision.high)}`
                        : ', nothing new flagged'}
                    </div>
                  ))}
              </td>
              <td data-number>{count(number)}</td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}

const Seen = ({ recall }: { recall: Estimate }) => (
  <span className={styles.seen}>
    <span className={styles.bar} aria-hidden>
      <span className={styles.value} data-low={recall.value < SEEN_FROM} style={{ width: `${100 * recall.value}%` }} />
      <span
        className={styles.range}
        style={{ left: `${100 * recall.low}%`, width: `${100 * (recall.high - recall.low)}%` }}
      />
    </span>
    <span>
      {percent(recall.value)} {percentInterval(recall.low, recall.high)}
    </span>
  </span>
);
