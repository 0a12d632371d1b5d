import { Button } from '@mantine/core';
import { useRef } from 'react';
import type { Review } from '@antidote/contracts';
import { count, counted } from '../ui/format.js';
import { Icon } from '../ui/icons.js';
import styles from './work.module.css';

/** From this many decisions on, the time that the rest takes can be told. */
const ENOUGH_DECISIONS = 5;

/** Minutes that the waiting rows take at the pace of this sitting; null when it is too early to say. */
function minutesLeft(waiting: number, decided: number, elapsed: number): number | null {
  if (waiting === 0 || decided < ENOUGH_DECISIONS) return null;
  return Math.max(1, Math.round((waiting * elapsed) / decided / 60_000));
}

export function WorkTop(props: {
  review: Review;
  waiting: number;
  /** Decisions that could not be sent yet. */
  held: number;
  canUndo: boolean;
  onUndo: () => void;
  onKeys: () => void;
  onPause: () => void;
}) {
  const { review, waiting } = props;
  const begun = useRef({ at: Date.now(), waiting });
  const decided = review.items - waiting;
  const left = minutesLeft(waiting, begun.current.waiting - waiting, Date.now() - begun.current.at);
  return (
    <div>
      <div className={styles.top}>
        <Button variant="default" leftSection={<Icon name="pause" />} onClick={props.onPause}>
          Pause
        </Button>
        <span className={styles.name} title={review.dataset}>
          {review.dataset}
        </span>
        <span className={styles.muted}>
          {count(decided)} of {count(review.items)}
        </span>
        {left !== null && <span className={`${styles.muted} ${styles.long}`}>about {left} min left</span>}
        <div className={styles.right}>
          <Button variant="default" leftSection={<Icon name="undo" />} disabled={!props.canUndo} onClick={props.onUndo}>
            Undo
          </Button>
          <Button
            className={styles.long}
            variant="default"
            leftSection={<Icon name="keyboard" />}
            rightSection={<kbd className={styles.kbd}>?</kbd>}
            onClick={props.onKeys}
          >
            Keys
          </Button>
        </div>
      </div>
      <div
        className={styles.bar}
        role="progressbar"
        aria-label="Rows decided"
        aria-valuemin={0}
        aria-valuemax={review.items}
        aria-valuenow={decided}
      >
        <div style={{ width: `${review.items > 0 ? (100 * decided) / review.items : 100}%` }} />
      </div>
      {props.held > 0 && (
        <p className={styles.held} role="alert">
          The server cannot be reached. {counted(props.held, 'decision')} held here and sent as soon as it answers; keep
          this page open.
        </p>
      )}
    </div>
  );
}
