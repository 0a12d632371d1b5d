import type { ModelKind, ModelParameters } from '@antidote/contracts';
import { DomainError } from '@antidote/tabular';
import { LEARNERS } from './learners.js';
import type { ParameterTable } from './parameter-table.js';

/**
 * The full set of parameters of a model: those given, scikit-learn's defaults for the rest ('none' for its None).
 * @throws DomainError `unknown_model`, `unknown_parameter`, `parameter_out_of_range`
 */
export function checkParameters(kind: ModelKind, parameters: ModelParameters = {}): ModelParameters {
  if (!Object.hasOwn(LEARNERS, kind)) {
    throw new DomainError('unknown_model', `there is no model '${kind}'; choose ${Object.keys(LEARNERS).join(' or ')}`);
  }
  const rules: ParameterTable = LEARNERS[kind].parameters;
  for (const [name, value] of Object.entries(parameters)) {
    if (!Object.hasOwn(rules, name)) {
      throw new DomainError(
        'unknown_parameter',
        `${kind} has no parameter '${name}'; it has ${Object.keys(rules).join(', ')}`,
        { parameter: name },
      );
    }
    if (!rules[name]!.accepts(value)) {
      throw new DomainError(
        'parameter_out_of_range',
        `${name} of ${kind} is ${JSON.stringify(value)}; give ${rules[name]!.allowed}`,
        { parameter: name },
      );
    }
  }
  return Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, parameters[name] ?? rule.default]));
}
