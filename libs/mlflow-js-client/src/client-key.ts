import type { MlflowError } from './mlflow-error.js';

/**
 * The tag that makes create calls safe to repeat. MLflow makes a second run, logged model or model version when such a
 * call is repeated after its answer was lost; so each bears a key, and the key is looked up before a repeat.
 */
export const CLIENT_KEY_TAG = 'client_key';

/**
 * Creates once. With the caller's own key, the thing may exist since an earlier process: it is looked up first. Two
 * processes that create under one key at the same moment still make two; keep that apart by a lock or a job queue.
 *
 * @param idempotencyKey the caller's key; without it a random one serves the repeats of this call
 */
export async function createOnce<T>(
  idempotencyKey: string | undefined,
  find: (key: string) => Promise<T | undefined>,
  create: (key: string, recover: (error: MlflowError) => Promise<T | undefined>) => Promise<T>,
): Promise<T> {
  const key = idempotencyKey ?? crypto.randomUUID();
  const existing = idempotencyKey === undefined ? undefined : await find(key);
  return existing ?? create(key, () => find(key));
}
