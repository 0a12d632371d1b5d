import type { RuleResult } from '@antidote/contracts';
import { Badge } from '../ui/badge.js';
import { level, points } from '../ui/format.js';
import styles from './models.module.css';
import { RULE_WORDS, ruleValue } from './promotion-words.js';

/** One rule: outcome, what it asks and why it came out so, the value on a small scale with the limit. */
export function RuleRow({ result }: { result: RuleResult }) {
  return (
    <div className={styles.rule}>
      <div>
        {result.outcome === 'pass' ? (
          <Badge role="pass" icon="check">
            Pass
          </Badge>
        ) : (
          <Badge role="block" icon="stop">
            Block
          </Badge>
        )}
      </div>
      <div>
        <h3>{RULE_WORDS[result.rule]}</h3>
        <p>{result.reason}</p>
        {result.outcome === 'block' && result.remedy && <p>{result.remedy}</p>}
      </div>
      <div className={styles.value}>
        {ruleValue(result)}
        <RuleScale result={result} />
      </div>
    </div>
  );
}

function RuleScale({ result: { unit, value, low, high, limit } }: { result: RuleResult }) {
  if (unit === 'rows' || value === null || limit === null) return null;
  const factor = unit === 'share' ? 100 : 1;
  const values = [value, limit, low ?? value, high ?? value].map((item) => item * factor);
  const span = Math.max(...values) - Math.min(...values) || 1;
  const from = Math.min(...values) - span * 0.3;
  const width = span * 1.6;
  const at = (item: number) => (100 * (item * factor - from)) / width;
  // Accuracy must lie above its limit, a loss below it.
  const allowed = unit === 'share' ? { left: `${at(limit)}%`, right: 0 } : { left: 0, width: `${at(limit)}%` };
  return (
    <div className={styles.scale} aria-hidden>
      <span className={styles.allowed} style={allowed} />
      {low !== null && high !== null && (
        <span className={styles.whisker} style={{ left: `${at(low)}%`, width: `${at(high) - at(low)}%` }} />
      )}
      <span className={styles.dot} style={{ left: `${at(value)}%` }} />
      <span className={styles.limit} style={{ left: `${at(limit)}%` }} />
      <span className={styles.limitWord} style={{ left: `${at(limit)}%` }}>
        limit {unit === 'share' ? level(limit * 100) : points(limit)}
      </span>
    </div>
  );
}
