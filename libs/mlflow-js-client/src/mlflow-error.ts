/** What is known of a failed call beside its message. */
export interface MlflowFailure {
  /** MLflow's `error_code`, or `HTTP_<status>` where the answer held none. */
  code: string;
  /** HTTP status; 0 when no answer came. */
  status: number;
  /** Whether the same call may succeed later: a busy server, an exhausted pool, a lost connection. */
  retryable: boolean;
  /** Wait asked for by the server's `Retry-After`, in milliseconds. */
  retryAfterMs?: number;
}

/** The server's refusal, or an answer that cannot be read. */
export class MlflowError extends Error {
  override readonly name: string = 'MlflowError';
  readonly code: string;
  readonly status: number;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(message: string, failure: MlflowFailure, options?: { cause?: unknown }) {
    super(message, options);
    this.code = failure.code;
    this.status = failure.status;
    this.retryable = failure.retryable;
    this.retryAfterMs = failure.retryAfterMs;
  }
}

/** No answer came: refused, no such host, reset or timed out. `code` is the system's, such as `ECONNREFUSED`. */
export class MlflowUnreachableError extends MlflowError {
  override readonly name = 'MlflowUnreachableError';

  constructor(message: string, code: string, options?: { cause?: unknown }) {
    super(message, { code, status: 0, retryable: true }, options);
  }
}

/** A value that MLflow would refuse or, worse, cut silently; found before anything was sent. */
export class MlflowLimitError extends MlflowError {
  override readonly name = 'MlflowLimitError';

  constructor(message: string) {
    super(message, { code: 'INVALID_PARAMETER_VALUE', status: 0, retryable: false });
  }
}
