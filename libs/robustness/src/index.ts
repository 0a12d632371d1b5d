export { certify, type CertifiedPredictions, type CertifyOptions } from './certificate/certify.js';
export { certifiedRadius } from './certificate/certified-radius.js';
export { evaluateGate } from './gate/evaluate-gate.js';
export { planStudy } from './study/plan-study.js';
export { prepareStudy, type PreparedStudy, type StudyEvaluation } from './study/prepare-study.js';
export { reduceStudy } from './study/reduce-study.js';
export { runCells } from './study/run-cells.js';
export type { BatchResult, CellResult, StudyBatch } from './study/study-batch.js';
export { studyTable } from './study/study-table.js';
