import { MlflowError } from './mlflow-error.js';

/** The JSON of a successful answer; a web page instead means that the address is not MLflow's. */
export async function readJson<T>(response: Response, call: string): Promise<T> {
  const text = await response.text();
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    const message = `MLflow answered ${call} with something that is not JSON: is this the server's address?`;
    throw new MlflowError(message, { code: 'INVALID_ANSWER', status: response.status, retryable: false }, { cause });
  }
}
