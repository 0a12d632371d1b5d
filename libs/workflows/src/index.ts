export type { LoggedDataset } from './mlflow/dataset-input.js';
export { columnsOf } from './mlflow/dataset-input.js';
export type { LoggedStudy, StudyLog } from './mlflow/log-study.js';
export { logStudy } from './mlflow/log-study.js';
export type { LoggedTraining, TrainingLog } from './mlflow/log-training.js';
export { logTraining } from './mlflow/log-training.js';
export { poisonRunName } from './mlflow/run-name.js';
