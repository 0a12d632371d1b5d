import type { ModelKind, ModelParameters } from '@antidote/contracts';
import { DomainError } from '@antidote/tabular';

/** One parameter of a learner: its default and what it takes. */
export interface ParameterRule {
  default: number | string | boolean;
  accepts(value: unknown): boolean;
  /** In words, for the refusal of other values. */
  allowed: string;
}

/** The parameters of a learner by scikit-learn's names in camelCase. */
export type ParameterTable = Record<string, ParameterRule>;

export const wholeFrom = (minimum: number, maximum: number, fallback: number): ParameterRule => ({
  default: fallback,
  accepts: (value) => Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum,
  allowed: `a whole number from ${minimum} to ${maximum}`,
});

export const oneOf = (choices: string[], fallback: string): ParameterRule => ({
  default: fallback,
  accepts: (value) => typeof value === 'string' && choices.includes(value),
  allowed: choices.map((choice) => `'${choice}'`).join(' or '),
});

export const trueOrFalse = (fallback: boolean): ParameterRule => ({
  default: fallback,
  accepts: (value) => typeof value === 'boolean',
  allowed: 'true or false',
});

/** A finite number above `above`. */
export const numberAbove = (above: number, fallback: number): ParameterRule => ({
  default: fallback,
  accepts: (value) => typeof value === 'number' && Number.isFinite(value) && value > above,
  allowed: `a number above ${above}`,
});

/** A finite number of at least `minimum` and, where given, at most `maximum`. */
export const numberFrom = (minimum: number, fallback: number, maximum = Infinity): ParameterRule => ({
  default: fallback,
  accepts: (value) => typeof value === 'number' && Number.isFinite(value) && value >= minimum && value <= maximum,
  allowed: maximum === Infinity ? `a number from ${minimum}` : `a number from ${minimum} to ${maximum}`,
});

/**
 * 'balanced' weighs each class by (total weight / (number of classes present * the class's weight)), as scikit-learn's
 * `class_weight`; `fitModel` multiplies it into `FitContext.weights`.
 */
export const CLASS_WEIGHT = oneOf(['none', 'balanced'], 'none');

/**
 * The parameters given, defaults for the rest.
 * @throws DomainError `unknown_parameter`, `parameter_out_of_range`
 */
export function completeParameters(
  kind: ModelKind,
  rules: ParameterTable,
  parameters: ModelParameters = {},
): ModelParameters {
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
