export const NO_TRACKING =
  'not logged to MLflow: no --tracking-uri, no MLFLOW_TRACKING_URI, and the local stack is not up.';

export function notLogged(uri: string, { message }: Error): string {
  return `not logged to MLflow at ${uri}: ${message}`;
}
