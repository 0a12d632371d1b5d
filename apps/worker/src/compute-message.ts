import { DomainError } from '@antidote/tabular';
import type { ComputationName } from '@antidote/workflows';

/** What the pool asks of a thread. */
export interface ComputeRequest {
  name: ComputationName;
  input: unknown;
}

/** A fault as plain data: the class of an error does not survive the way between threads. */
export interface ComputeFault {
  domain: Pick<DomainError, 'code' | 'message' | 'details'> | null;
  message: string;
  stack: string | undefined;
}

export type ComputeAnswer = { output: unknown } | { fault: ComputeFault };

export function toFault(error: unknown): ComputeFault {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const domain =
    error instanceof DomainError ? { code: error.code, message: error.message, details: error.details } : null;
  return { domain, message, stack };
}

export function fromFault({ domain, message, stack }: ComputeFault): Error {
  if (domain) return new DomainError(domain.code, domain.message, domain.details);
  const error = new Error(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}
