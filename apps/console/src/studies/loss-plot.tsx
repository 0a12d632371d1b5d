import type { StudyReport } from '@antidote/contracts';
import { SERIES } from '../theme/series.js';
import { level, points } from '../ui/format.js';
import { SeriesMark } from '../ui/series-mark.js';
import { ATTACK_WORDS } from '../ui/words.js';
import { lossScale } from './loss-scale.js';
import { ENOUGH_SEEDS, pointsIntervalWords } from './study-reading.js';
import styles from './study.module.css';

/** Points of accuracy lost by each model at one level, as dot and whisker, for every attack. */
export function LossPlot({ report, at }: { report: StudyReport; at: number }) {
  const losses = report.losses.filter((item) => item.level === at);
  const scale = lossScale(losses.flatMap(({ loss }) => [loss.points.low, loss.points.value, loss.points.high]));
  return (
    <div className={styles.losses}>
      {report.spec.attacks.map((attack) => (
        <div key={attack}>
          <p>
            Points of accuracy lost at {level(at)} {ATTACK_WORDS[attack].title.toLowerCase()}, with 95% interval
          </p>
          {losses
            .filter((item) => item.attack === attack)
            .map(({ model, loss: { points: loss } }) => {
              const paint = `var(${SERIES[model].colour})`;
              return (
                <div key={model} className={styles.loss}>
                  <span className={styles.lossName}>
                    <SeriesMark model={model} /> {SERIES[model].name}
                  </span>
                  <span className={styles.scale} aria-hidden>
                    <span className={styles.zero} style={{ left: `${scale.at(0)}%` }} />
                    {report.spec.seeds >= ENOUGH_SEEDS && (
                      <span
                        className={styles.whisker}
                        style={{
                          left: `${scale.at(loss.low)}%`,
                          width: `${scale.at(loss.high) - scale.at(loss.low)}%`,
                          background: paint,
                        }}
                      />
                    )}
                    <span className={styles.dot} style={{ left: `${scale.at(loss.value)}%`, background: paint }} />
                  </span>
                  <span className={styles.lossValue}>
                    {points(loss.value)} <span>{pointsIntervalWords(loss.low, loss.high, report.spec.seeds)}</span>
                  </span>
                </div>
              );
            })}
        </div>
      ))}
      <div className={`${styles.loss} ${styles.axis}`} aria-hidden>
        <span />
        <span className={styles.scale}>
          {scale.ticks.map((tick) => (
            <span key={tick} className={styles.tick} style={{ left: `${scale.at(tick)}%` }}>
              {tick < 0 ? `\u2212${-tick}` : tick}
            </span>
          ))}
        </span>
        <span className={styles.lossValue}>points</span>
      </div>
    </div>
  );
}
