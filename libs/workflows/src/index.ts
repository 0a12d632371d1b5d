export * from './mlflow/index.js';
export { tableFacts } from './datasets/table-facts.js';
export { readPolicyFile, type PolicyFile } from './policy/policy-file.js';
export { COMPUTATIONS, type ComputationName, type Compute } from './compute/computations.js';
export { buryJob, JOB_HANDLERS } from './execute.js';
export { loadVersion, type LoadedVersion } from './load-version.js';
export { reviewItemDetail } from './reviews/review-item-detail.js';
export type { Workflow, WorkflowPorts } from './workflow.js';
export { workflows } from './workflows.js';
