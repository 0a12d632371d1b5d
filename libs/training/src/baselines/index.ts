/** The packages that others would take: `@antidote/training/baselines`, apart so that nobody else loads them. */
export { baselineAnomalyScores } from './baseline-anomaly-scores.js';
export { checkBaselineParameters, fitBaseline } from './fit-baseline.js';
