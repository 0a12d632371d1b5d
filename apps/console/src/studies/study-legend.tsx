import type { AttackName, StudyReport } from '@antidote/contracts';
import { SERIES } from '../theme/series.js';
import { percent } from '../ui/format.js';
import { SeriesMark } from '../ui/series-mark.js';
import { cellAt, shareIntervalWords } from './study-reading.js';
import styles from './study.module.css';

/** A slot a model that always holds its value and interval at the level that is read or pointed at. */
export function StudyLegend({ report, attack, at }: { report: StudyReport; attack: AttackName; at: number }) {
  return (
    <div className={styles.legend}>
      {report.spec.models.map((model) => {
        const cell = cellAt(report, model, attack, at);
        return (
          <div key={model} className={styles.slot}>
            <SeriesMark model={model} />
            <strong>{SERIES[model].name}</strong>
            <span>
              {cell
                ? `${percent(cell.mean)} ${shareIntervalWords(cell.interval[0], cell.interval[1], cell.n)}`
                : 'not measured'}
            </span>
          </div>
        );
      })}
    </div>
  );
}
