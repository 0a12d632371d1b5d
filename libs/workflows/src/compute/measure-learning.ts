import type { LearningCurveReport } from '@antidote/contracts';
import { learningCurve } from '@antidote/robustness';
import type { RequestOf } from '../request-of.js';
import { evaluationOf } from './evaluation-of.js';
import { openForTraining, type VersionData } from './version-data.js';

export interface MeasureLearningInput {
  version: VersionData;
  request: RequestOf<'learning-curve'>;
}

/** Measures learning curves of a version, by the best labels known. */
export function measureLearning({ version, request }: MeasureLearningInput): LearningCurveReport {
  const opened = openForTraining(version);
  const { models, noise, seeds, seed, priceRow, priceReview } = request;
  const prices = { ...(priceRow !== undefined && { priceRow }), ...(priceReview !== undefined && { priceReview }) };
  return learningCurve(opened.table, { models, noise, seeds, seed, ...prices }, evaluationOf(opened));
}
