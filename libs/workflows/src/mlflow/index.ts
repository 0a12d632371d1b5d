export { columnsOf, type LoggedDataset } from './dataset-input.js';
export { logStudy, type LoggedStudy, type StudyLog } from './log-study.js';
export { logTraining, type LoggedTraining, type TrainingLog } from './log-training.js';
export { EXPERIMENT_TAGS } from './mlflow-pages.js';
export { poisonRunName } from './run-name.js';
