import type { ReviewItemDetail } from '@antidote/contracts';
import { percent } from '../ui/format.js';
import { Term } from '../ui/term.js';
import { Scatter } from './scatter.js';
import styles from './work.module.css';

/** The class that most trees name, and its share of the votes. */
export const topVote = (detail: ReviewItemDetail): { label: string; share: number } =>
  detail.reasons.votes.reduce((best, vote) => (vote.share > best.share ? vote : best));

/** Why the row was flagged, where it lies among the others. */
export function WhyPanel({ detail }: { detail: ReviewItemDetail }) {
  const top = topVote(detail);
  const { neighbours, neighboursOther } = detail.reasons;
  const unusual = detail.columns.filter((column) => column.unusual).map((column) => column.name);
  return (
    <aside className={styles.why} tabIndex={0} aria-label="Why it was flagged">
      <div>
        <h2>Why it was flagged</h2>
        <div className={styles.cause}>
          <p>
            <strong>{percent(top.share)}</strong> of the <Term of="outOfBag">trees that never saw this row</Term> say{' '}
            <strong>{top.label}</strong>
          </p>
          <div className={styles.causeBar}>
            <div style={{ width: `${100 * top.share}%` }} />
          </div>
        </div>
        {neighbours > 0 && (
          <div className={styles.cause}>
            <p>
              <strong>
                {neighboursOther} of {neighbours}
              </strong>{' '}
              nearest rows are labelled otherwise
            </p>
            <div className={styles.causeBar}>
              <div style={{ width: `${(100 * neighboursOther) / neighbours}%` }} />
            </div>
          </div>
        )}
        <p>
          {unusual.length === 0 ? (
            <>No value is unusual for {detail.given}</>
          ) : (
            <>
              <strong>{unusual.length} unusual</strong> for {detail.given}: {unusual.join(', ')}
            </>
          )}
        </p>
      </div>
      {detail.scatter && (
        <div>
          <h2>Where it lies</h2>
          <Scatter scatter={detail.scatter} given={detail.given} suggested={detail.suggested} />
        </div>
      )}
    </aside>
  );
}
