import type { ModelKind, ModelParameters } from '@antidote/contracts';
import { DomainError } from '@antidote/tabular';
import { LEARNERS } from './learners.js';
import { completeParameters } from './parameter-table.js';

/** @throws DomainError `unknown_model` */
export function learnerOf<K extends ModelKind>(kind: K): (typeof LEARNERS)[K] {
  if (Object.hasOwn(LEARNERS, kind)) return LEARNERS[kind];
  throw new DomainError('unknown_model', `there is no model '${kind}'; choose ${Object.keys(LEARNERS).join(' or ')}`);
}

/**
 * The full set of parameters of a model: those given, scikit-learn's defaults for the rest ('none' for its None).
 * @throws DomainError `unknown_model`, `unknown_parameter`, `parameter_out_of_range`
 */
export function checkParameters(kind: ModelKind, parameters: ModelParameters = {}): ModelParameters {
  return completeParameters(kind, learnerOf(kind).parameters, parameters);
}
