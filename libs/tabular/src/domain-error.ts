import type { ErrorCode } from '@antidote/contracts';

export type ErrorDetails = Record<string, string | number | boolean | null | (string | number)[]>;

/**
 * A refusal with a stable code. The message names the offending value, the limit and the remedy.
 * The domain knows neither HTTP nor exit codes: one filter and one function map the code.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: ErrorDetails = {},
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}
