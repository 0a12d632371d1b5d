import type { ReviewItemDetail } from '@antidote/contracts';
import { percent } from '../ui/format.js';
import { place, shownClasses, stripEnds } from './row-reading.js';
import styles from './work.module.css';

type Column = ReviewItemDetail['columns'][number];

/** Where a value lies in each class: a quartile strip for numbers, a share bar for categories. */
export function ValueStrip(props: { column: Column; given: string; suggested: string }) {
  const { column } = props;
  const classes = shownClasses(column, props.given, props.suggested);
  const value = column.value.trim() === '' ? Number.NaN : Number(column.value);
  const [low, high] = stripEnds(classes, value);
  const at = (number: number) => `${place(number, low, high)}%`;
  return (
    <span className={styles.strip}>
      {classes.map(({ label, quantiles, share }) => (
        <span key={label} style={{ display: 'contents' }}>
          <span>{label}</span>
          {quantiles ? (
            <span className={styles.line} title={`Quartiles ${quantiles.slice(1, 4).join(', ')}`}>
              <span
                className={styles.range}
                style={{
                  left: at(quantiles[0]),
                  width: `${place(quantiles[4], low, high) - place(quantiles[0], low, high)}%`,
                }}
              />
              <span
                className={styles.box}
                style={{
                  left: at(quantiles[1]),
                  width: `${place(quantiles[3], low, high) - place(quantiles[1], low, high)}%`,
                }}
              />
              {Number.isFinite(value) && <span className={styles.here} style={{ left: at(value) }} />}
            </span>
          ) : (
            <span className={styles.line} data-share>
              <span className={styles.box} style={{ left: 0, width: `${100 * (share ?? 0)}%` }} />
            </span>
          )}
          <span>{share === null ? '' : percent(share)}</span>
        </span>
      ))}
    </span>
  );
}
