import type { ReviewItemDetail } from '@antidote/contracts';
import { place } from './row-reading.js';
import styles from './work.module.css';

const MARKS = [
  { colour: 'var(--series-forest)', path: 'M-3.5,0a3.5,3.5 0 1 0 7,0a3.5,3.5 0 1 0 -7,0' },
  { colour: 'var(--series-tree)', path: 'M-3,-3L3,3M-3,3L3,-3' },
  { colour: 'var(--series-third)', path: 'M0,-4L3.5,3H-3.5Z' },
  { colour: 'var(--series-fourth)', path: 'M-3,-3H3V3H-3Z' },
];

/** The classes with a marker: all, in their order, when there are markers enough; else the two in question come first. */
function shownLabels(labels: string[], given: string, suggested: string): string[] {
  const all = [...new Set([...labels, given, suggested])].sort();
  if (all.length <= MARKS.length) return all;
  return [...new Set([given, suggested, ...all])].slice(0, MARKS.length);
}

/** The two most telling fields over a sample of rows, with this row ringed. Markers differ by shape and colour. */
export function Scatter({
  scatter,
  given,
  suggested,
}: {
  scatter: NonNullable<ReviewItemDetail['scatter']>;
  given: string;
  suggested: string;
}) {
  const labels = shownLabels(
    scatter.points.map((point) => point.label),
    given,
    suggested,
  );
  const xs = [...scatter.points.map((point) => point.x), scatter.at.x];
  const ys = [...scatter.points.map((point) => point.y), scatter.at.y];
  const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const x = (value: number) => `${place(value, left, right)}%`;
  const y = (value: number) => `${100 - place(value, low, high)}%`;
  return (
    <div>
      <div className={styles.marks}>
        {labels.map((label, index) => (
          <span key={label}>
            <svg width="10" height="10" aria-hidden>
              <path
                transform="translate(5 5)"
                d={MARKS[index]!.path}
                stroke={MARKS[index]!.colour}
                strokeWidth="1.4"
                fill="none"
              />
            </svg>
            {label}
          </span>
        ))}
        <span>as labelled, a sample of rows</span>
      </div>
      <div className={styles.ends}>
        <span>
          {scatter.y}: {low} to {high}
        </span>
      </div>
      <div className={styles.scatterBox}>
        <svg
          className={styles.scatter}
          role="img"
          aria-label={`${scatter.x} against ${scatter.y}; this row lies at ${scatter.at.x}, ${scatter.at.y}`}
        >
          <line x1={x(scatter.at.x)} x2={x(scatter.at.x)} y1="0" y2="100%" stroke="var(--edge)" strokeDasharray="2 3" />
          <line y1={y(scatter.at.y)} y2={y(scatter.at.y)} x1="0" x2="100%" stroke="var(--edge)" strokeDasharray="2 3" />
          {scatter.points.map((point, index) => {
            const mark = MARKS[labels.indexOf(point.label)];
            return (
              <svg key={index} x={x(point.x)} y={y(point.y)} overflow="visible">
                {mark ? (
                  <path d={mark.path} stroke={mark.colour} strokeWidth="1.4" fill="none" />
                ) : (
                  <circle r="1.5" fill="var(--muted)" />
                )}
              </svg>
            );
          })}
          <circle
            cx={x(scatter.at.x)}
            cy={y(scatter.at.y)}
            r="7"
            fill="var(--canvas)"
            stroke="var(--ink)"
            strokeWidth="2"
          />
          <circle cx={x(scatter.at.x)} cy={y(scatter.at.y)} r="2.5" fill="var(--ink)" />
        </svg>
      </div>
      <div className={styles.ends}>
        <span>{left}</span>
        <span>{scatter.x}</span>
        <span>{right}</span>
      </div>
    </div>
  );
}
