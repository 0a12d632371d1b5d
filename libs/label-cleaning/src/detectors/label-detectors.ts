import { binFeatures, fitIsolationForest, anomalyScore } from '@antidote/training';
import { canonicalTable } from '../canonical-table.js';
import { checkLabels } from '../check-labels.js';
import { flagByNoiseRate } from '../confident-learning/flag-by-noise-rate.js';
import { selfConfidence } from '../confident-learning/quality-scores.js';
import { crossValidatedProbabilities } from '../cross-validated-probabilities.js';
import { judgeLabels } from '../find-label-issues.js';
import { suggestedClasses } from '../label-issues.js';
import { labelMargins } from '../label-margins.js';
import { outOfBagProbabilities } from '../forest/out-of-bag-probabilities.js';
import type { Detection, Detector, DetectorInput } from './detector.js';

/** The default detector (see `findLabelIssues`); with the team's own probabilities in place of its forests where given. */
export const defaultDetector: Detector = {
  title: 'Self-cleaning forests',
  summary:
    'Forests that leave out the labels they disbelieve, a fifth of logistic regression, and the direction in which classes are confused. The best on flipped labels; blind to triggers that its trees learn.',
  family: 'label',
  detect(input) {
    const { codes, classes } = input.table.target;
    const { quality, flagged, suggested } = input.predProbs
      ? judgeLabels(input.predProbs, codes, classes.length)
      : input.labels();
    return { quality, flagged, suggested, findings: [] };
  },
};

export const confidentLearning: Detector = {
  title: 'Confident learning',
  summary:
    "cleanlab's default: self-confidence under cross-validated logistic regression, or under the team's own probabilities.",
  family: 'label',
  detect(input) {
    const { table, seed } = input;
    const predProbs =
      input.predProbs ??
      crossValidatedProbabilities(table, binFeatures(table.features, table.rowCount), {
        kind: 'logistic-regression',
        parameters: { tol: 1e-6 },
        seed,
      });
    return byProbabilities(
      input,
      predProbs,
      selfConfidence(predProbs, table.target.codes, table.target.classes.length),
    );
  },
};

export const outOfBagMargin: Detector = {
  title: 'Out-of-bag margin',
  summary: 'One random forest: by how much the trees that never saw a row prefer another class.',
  family: 'label',
  detect(input) {
    const { table, seed, threads } = input;
    checkLabels(table.target);
    const parameters = { nEstimators: 200, minSamplesLeaf: 3 };
    const predProbs = outOfBagProbabilities(canonicalTable(table), { seed, threads, parameters });
    const margins = labelMargins(predProbs, table.target.codes, table.target.classes.length);
    return byProbabilities(
      input,
      predProbs,
      margins.map((margin) => (1 - margin) / 2),
    );
  },
};

export const nearestNeighbours: Detector = {
  title: 'Neighbours that disagree',
  summary: 'The ten nearest rows of other folds, and how many of them bear the same label.',
  family: 'label',
  detect(input) {
    const { table, seed, threads } = input;
    const predProbs = crossValidatedProbabilities(table, binFeatures(table.features, table.rowCount), {
      kind: 'k-nearest-neighbors',
      parameters: { weights: 'distance' },
      seed,
      threads,
      maxRows: 20_000,
    });
    return byProbabilities(
      input,
      predProbs,
      selfConfidence(predProbs, table.target.codes, table.target.classes.length),
    );
  },
};

/** An anomaly score above it stands out (Liu, Ting & Zhou, ch. 2). */
const ANOMALOUS = 0.5;
const FEWEST_ROWS = 3;

export const contrastiveIsolationForest: Detector = {
  title: 'Isolation forest, class against class',
  summary: 'A row that stands out in its own class and would not in another. A plain isolation forest sees no flips.',
  family: 'label',
  detect({ table, seed, threads }) {
    checkLabels(table.target);
    const { codes, classes } = table.target;
    const scores = classes.map((_, code) => {
      const rows = Int32Array.from(codes.keys()).filter((row) => codes[row] === code);
      if (rows.length < FEWEST_ROWS) return null;
      const forest = fitIsolationForest(table.features, table.rowCount, { seed, rows });
      return anomalyScore(forest, table.features, table.rowCount, { threads });
    });
    const suggested = codes.slice();
    const flagged = new Uint8Array(codes.length);
    const quality = Float64Array.from(codes, (given, row) => {
      if (given < 0 || !scores[given]) return 1;
      const own = scores[given][row]!;
      let best = Infinity;
      scores.forEach((score, code) => {
        if (code === given || !score || score[row]! >= best) return;
        best = score[row]!;
        if (best < own) suggested[row] = code;
      });
      if (best === Infinity) return 1;
      if (own > ANOMALOUS && best < ANOMALOUS) flagged[row] = 1;
      return (1 - (own - best)) / 2;
    });
    return { quality, flagged, suggested, findings: [] };
  },
};

function byProbabilities({ table }: DetectorInput, predProbs: Float64Array, quality: Float64Array): Detection {
  checkLabels(table.target);
  const { codes, classes } = table.target;
  return {
    quality: quality.map((value, row) => (codes[row]! < 0 ? 1 : value)),
    flagged: flagByNoiseRate(predProbs, codes, classes.length),
    suggested: suggestedClasses(predProbs, codes, classes.length),
    findings: [],
  };
}
