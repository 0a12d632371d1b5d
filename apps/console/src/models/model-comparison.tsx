import type { Metrics, Model } from '@antidote/contracts';
import { SERIES } from '../theme/series.js';
import { VersionKindBadge } from '../ui/badge.js';
import { percent, percentInterval, signedPoints } from '../ui/format.js';
import page from '../ui/page.module.css';
import { Table, WithInterval } from '../ui/table.js';
import { LABELS_USED_WORDS } from '../ui/words.js';
import { comparisonCaution, comparisonSentence } from './comparison-sentence.js';

const METRICS = [
  ['accuracy', 'Accuracy'],
  ['balancedAccuracy', 'Balanced accuracy'],
  ['precision', 'Precision'],
  ['recall', 'Recall'],
  ['f1', 'F1'],
] as const satisfies [keyof Metrics, string][];

/** Two models side by side: a sentence that claims no more than the intervals allow, then every figure. */
export function ModelComparison({ one, two }: { one: Model; two: Model }) {
  const caution = comparisonCaution(one, two);
  return (
    <div className={page.stack}>
      <p className={page.sentence}>{comparisonSentence(one, two)}</p>
      {caution && <p className={page.note}>{caution}</p>}
      <Table label="Two models side by side">
        <thead>
          <tr>
            <th scope="col">Figure</th>
            {[one, two].map((model) => (
              <th key={model.id} scope="col" data-number>
                {SERIES[model.kind].name} <VersionKindBadge kind={model.versionKind} />
              </th>
            ))}
            <th scope="col" data-number>
              Difference, points
            </th>
          </tr>
        </thead>
        <tbody>
          {METRICS.map(([metric, name]) => (
            <tr key={metric}>
              <th scope="row">{name}</th>
              {[one, two].map((model) => (
                <td key={model.id} data-number>
                  {metric === 'accuracy' ? (
                    <WithInterval
                      value={percent(model.metrics.accuracy)}
                      interval={percentInterval(...model.accuracyInterval)}
                    />
                  ) : (
                    percent(model.metrics[metric])
                  )}
                </td>
              ))}
              <td data-number>{signedPoints(100 * (two.metrics[metric] - one.metrics[metric]))}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">Scored on</th>
            {[one, two].map((model) => (
              <td key={model.id} data-number>
                {LABELS_USED_WORDS[model.labelsUsed].title}, {model.testRows} rows
              </td>
            ))}
            <td />
          </tr>
        </tbody>
      </Table>
    </div>
  );
}
