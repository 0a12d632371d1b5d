import type { Table } from '@antidote/tabular';
import { anomalyScore, fitIsolationForest } from '@antidote/training';
import { baselineAnomalyScores } from '@antidote/training/baselines';
import type { Detection, Detector } from './detector.js';

/** Seen by hardly any row of a bell-shaped lot: this many interquartile ranges above the third quartile. */
const FENCE = 3;

export const isolationForest: Detector = {
  title: 'Isolation forest',
  summary: 'Rows whose values lie apart from all others. It finds injected outliers; it does not see flipped labels.',
  family: 'outlier',
  detect({ table, seed, threads }) {
    const forest = fitIsolationForest(table.features, table.rowCount, { seed });
    return outliers(table, anomalyScore(forest, table.features, table.rowCount, { threads }));
  },
};

export const npmIsolationForest: Detector = {
  title: 'Isolation forest (npm package)',
  summary: 'The package isolation-forest, for comparison. It draws from unseeded numbers: no two runs agree.',
  family: 'outlier',
  detect({ table }) {
    return outliers(table, baselineAnomalyScores(table.features, table.rowCount));
  },
};

function outliers({ target }: Table, scores: Float64Array): Detection {
  const sorted = scores.slice().sort();
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]!;
  const fence = at(0.75) + FENCE * (at(0.75) - at(0.25));
  return {
    quality: scores.map((score) => Math.max(0, Math.min(1, 1 - score))),
    flagged: Uint8Array.from(scores, (score) => (score > fence ? 1 : 0)),
    suggested: target.codes.slice(),
    findings: [],
  };
}
