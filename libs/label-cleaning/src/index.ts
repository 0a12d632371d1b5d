export { applyDecisions, type RowDecision } from './apply-decisions.js';
export { explainRow, type RowExplanation } from './explanation/explain-row.js';
export { findLabelIssues, type FindLabelIssuesOptions } from './find-label-issues.js';
export type { LabelIssues } from './label-issues.js';
export { detectorDoubt } from './detector-doubt.js';
