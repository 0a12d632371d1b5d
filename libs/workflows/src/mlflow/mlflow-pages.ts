/** Makes MLflow open the experiment as one of model training, with runs and models, not of language-model traces. */
export const EXPERIMENT_TAGS = { 'mlflow.experimentKind': 'custom_model_development' };

/** MLflow's pages open in the view of language-model applications unless told; this is the view of training. */
const VIEW = '?workflowType=machine_learning';

/** The address of a run's page. */
export function runUrl(webUrl: string, experimentId: string, runId: string): string {
  return `${webUrl}/#/experiments/${experimentId}/runs/${runId}${VIEW}`;
}

/** The address of a logged model's page. */
export function modelUrl(webUrl: string, experimentId: string, modelId: string): string {
  return `${webUrl}/#/experiments/${experimentId}/models/${modelId}${VIEW}`;
}
