import { MlflowError } from 'mlflow-js-client';

export const NO_TRACKING =
  'not logged to MLflow: no --tracking-uri, no MLFLOW_TRACKING_URI, and the local stack is not up.';

/** `fetch failed` says nothing; its cause does. */
export function notLogged(uri: string, { message, cause }: Error): string {
  const reason = cause instanceof Error ? ((cause as NodeJS.ErrnoException).code ?? cause.message) : undefined;
  return `not logged to MLflow at ${uri}: ${message}${reason && !message.includes(reason) ? ` (${reason})` : ''}`;
}

/** Whether an error is the server's or the way to it; `fetch` itself refuses some ports without asking anyone. */
export function isLoggingFault(error: unknown): error is Error {
  return error instanceof MlflowError || (error instanceof TypeError && error.message === 'fetch failed');
}
