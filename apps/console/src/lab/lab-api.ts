import type {
  AttackCatalogue,
  AttackPreview,
  BreakReport,
  Certificate,
  DetectionReport,
  LearningCurveReport,
  PoisonSpec,
  PoisonTruth,
  StudiesAcross,
  StudyEstimate,
  StudyReport,
  StudySpec,
} from '@antidote/contracts';
import * as http from '@antidote/api-client';
import { dataOf } from '../answers.js';

/** The part of the HTTP API that the lab uses: attacks, dry runs, detections, certificates. */
export const labApi = {
  attacks: (): Promise<AttackCatalogue> => dataOf(http.listAttacks()),
  preview: (versionId: string, spec: PoisonSpec): Promise<AttackPreview> =>
    dataOf(http.previewAttack({ body: { versionId, spec } })),
  estimate: (versionId: string, spec: StudySpec): Promise<StudyEstimate> =>
    dataOf(http.estimateStudy({ body: { versionId, spec } })),
  detection: (runId: string): Promise<DetectionReport> => dataOf(http.getDetectionReport({ path: { id: runId } })),
  truth: (id: string): Promise<PoisonTruth> => dataOf(http.getPoisonTruth({ path: { id } })),
  certificate: (runId: string): Promise<Certificate> => dataOf(http.getCertificate({ path: { id: runId } })),
  breakReport: (runId: string): Promise<BreakReport> => dataOf(http.getBreakReport({ path: { id: runId } })),
  partialStudy: (id: string): Promise<StudyReport> => dataOf(http.getPartialStudy({ path: { id } })),
  across: (runIds: string[]): Promise<StudiesAcross> =>
    dataOf(http.readStudiesAcross({ query: { runs: runIds.join(',') } })),
  learningCurve: (runId: string): Promise<LearningCurveReport> =>
    dataOf(http.getLearningCurve({ path: { id: runId } })),
};
