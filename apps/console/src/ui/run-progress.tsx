import type { Run } from '@antidote/contracts';
import { count, duration } from './format.js';
import styles from './state.module.css';

/** Time left at the pace so far, in milliseconds; null while nothing is done or nothing remains. */
export function timeLeft(run: Run, now: number): number | null {
  const { done, total } = run.progress;
  if (run.startedAt === null || done === 0 || done >= total) return null;
  return ((now - Date.parse(run.startedAt)) / done) * (total - done);
}

export function RunProgressBar({ run }: { run: Run }) {
  const { done, total } = run.progress;
  const left = timeLeft(run, Date.now());
  return (
    <div className={styles.progress}>
      <span>
        {total > 0 ? `${count(done)} of ${count(total)}` : 'Not begun'}
        {left !== null && `, about ${duration(left)} left`}
      </span>
      <div
        className={styles.track}
        role="progressbar"
        aria-label="Progress"
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
      >
        <div className={styles.fill} style={{ width: `${total > 0 ? (100 * done) / total : 0}%` }} />
      </div>
    </div>
  );
}
