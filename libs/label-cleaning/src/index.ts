export { applyDecisions, type RowDecision } from './apply-decisions.js';
export {
  confidentCounts,
  confidentJoint,
  confidentThresholds,
  noiseRate,
} from './confident-learning/confident-joint.js';
export { flagByNoiseRate } from './confident-learning/flag-by-noise-rate.js';
export { noiseMatrix, type NoiseShare } from './confident-learning/noise-matrix.js';
export { confidenceWeightedEntropy, normalizedMargin, selfConfidence } from './confident-learning/quality-scores.js';
export { detectIssues, type DetectedIssues, type DetectIssuesOptions } from './detect-issues.js';
export { detectorDoubt } from './detector-doubt.js';
export type { Detection, Detector, DetectorInput, Finding } from './detectors/detector.js';
export { DETECTOR_REGISTRY } from './detectors/detector-registry.js';
export { triggerWords } from './detectors/trigger-words.js';
export { explainRow, type RowExplanation } from './explanation/explain-row.js';
export { findLabelIssues, judgeLabels, type FindLabelIssuesOptions } from './find-label-issues.js';
export type { LabelIssues } from './label-issues.js';
