import type { RunKind } from '@antidote/contracts';
import { applyReview } from './apply-review.js';
import { breakModels } from './break-models.js';
import { certify } from './certify.js';
import { filter } from './filter.js';
import { findLabelIssues } from './find-label-issues.js';
import { learningCurve } from './learning-curve.js';
import { poison } from './poison.js';
import { study } from './study.js';
import { train } from './train.js';
import { validate } from './validate.js';
import type { Workflow } from './workflow.js';

/** What each kind of run does. A kind without a workflow does not compile. */
export const workflows: { [K in RunKind]: Workflow<K> } = {
  poison,
  train,
  study,
  'find-label-issues': findLabelIssues,
  certify,
  break: breakModels,
  'learning-curve': learningCurve,
  'apply-review': applyReview,
  filter,
  validate,
};
