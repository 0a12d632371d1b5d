import { DomainError } from '@antidote/tabular';
import { MlflowError } from 'mlflow-js-client';

/**
 * Calls MLflow; its own errors become the platform's.
 * @throws DomainError `service_unavailable` while it cannot be reached or is too busy, `not_found` for what it lacks
 */
export async function callMlflow<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    if (!(cause instanceof MlflowError)) throw cause;
    if (cause.retryable || cause.status >= 500) {
      throw new DomainError(
        'service_unavailable',
        'MLflow cannot be reached; try again in a few seconds',
        {},
        { cause },
      );
    }
    if (cause.status === 404)
      throw new DomainError('not_found', `MLflow lacks what was asked for: ${cause.message}`, {}, { cause });
    throw cause;
  }
}
