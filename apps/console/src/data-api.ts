import type {
  AcknowledgementRequest,
  AdjudicationRequest,
  Dataset,
  DatasetExpectations,
  DatasetFromUrl,
  Erasure,
  ErasureRequest,
  FeatureSet,
  FeatureSetRequest,
  Impact,
  ImpactSubject,
  Lineage,
  Page,
  ProposedExpectations,
  Recall,
  RecallPlan,
  RecallRequest,
  RecallSubject,
  Retention,
  SchemaSkew,
  ScrubReport,
  TrustedLabelsRequest,
  TrustedSet,
  TrustedSetRequest,
  VersionDiff,
  VersionSources,
  VersionValidation,
} from '@antidote/contracts';
import * as http from '@antidote/api-client';
import { create, dataOf } from './answers.js';

/** Changed cells that a page of a difference shows. */
export const CELLS = 50;

/** The part of the HTTP API that data teams use: lineage, impact, differences, recalls, trusted sets, feature sets. */
export const dataApi = {
  lineage: (focus: string, depth: number): Promise<Lineage> => dataOf(http.getLineage({ query: { focus, depth } })),
  impact: (subject: ImpactSubject): Promise<Impact> => dataOf(http.getImpact({ query: impactQuery(subject) })),
  sources: (id: string): Promise<VersionSources> => dataOf(http.listVersionSources({ path: { id } })),
  validation: (versionId: string): Promise<VersionValidation> =>
    dataOf(http.getValidation({ path: { id: versionId } })),
  acknowledge: (versionId: string, body: AcknowledgementRequest): Promise<VersionValidation> =>
    create(`acknowledge ${versionId}`, body, (headers) =>
      http.acknowledgeValidation({ path: { id: versionId }, body, headers }),
    ),

  diff: (name: string, from: string, to: string, offset: number): Promise<VersionDiff> =>
    dataOf(http.diffVersions({ path: { name }, query: { from, to, offset, limit: CELLS } })),

  recalls: (query: { dataset?: string; state?: Recall['state']; cursor?: string }): Promise<Page<Recall>> =>
    dataOf(http.listRecalls({ query })),
  recall: (id: string): Promise<Recall> => dataOf(http.getRecall({ path: { id } })),
  planRecall: (subject: RecallSubject): Promise<RecallPlan> => dataOf(http.previewRecall({ body: { subject } })),
  openRecall: (body: RecallRequest): Promise<Recall> =>
    create('recall', body, (headers) => http.openRecall({ body, headers })),
  liftRecall: (id: string, reason: string): Promise<Recall> =>
    create(`lift ${id}`, reason, (headers) => http.liftRecall({ path: { id }, body: { reason }, headers })),
  retrain: (id: string, proposalId: string): Promise<Recall> =>
    create(`retrain ${id}`, proposalId, (headers) => http.startRetraining({ path: { id, proposalId }, headers })),

  trustedSets: (dataset: string, cursor?: string): Promise<Page<TrustedSet>> =>
    dataOf(http.listTrustedSets({ query: { dataset, cursor } })),
  drawTrustedSet: (body: TrustedSetRequest): Promise<TrustedSet> =>
    create('trusted set', body, (headers) => http.drawTrustedSet({ body, headers })),
  trustedRows: (id: string): Promise<string> => dataOf(http.exportTrustedRows({ path: { id }, parseAs: 'text' })),
  labelTrustedSet: (id: string, body: TrustedLabelsRequest): Promise<TrustedSet> =>
    create(`label ${id}`, body, (headers) => http.labelTrustedSet({ path: { id }, body, headers })),
  adjudicate: (id: string, labels: AdjudicationRequest['labels']): Promise<TrustedSet> =>
    create(`adjudicate ${id}`, labels, (headers) =>
      http.adjudicateTrustedSet({ path: { id }, body: { labels }, headers }),
    ),
  sealTrustedSet: (id: string): Promise<TrustedSet> =>
    create('seal', id, (headers) => http.sealTrustedSet({ path: { id }, headers })),
  retireTrustedSet: (id: string): Promise<TrustedSet> =>
    create('retire', id, (headers) => http.retireTrustedSet({ path: { id }, headers })),

  dataset: (name: string): Promise<Dataset> => dataOf(http.getDataset({ path: { name } })),
  registerFromUrl: (body: DatasetFromUrl): Promise<Dataset> =>
    create('dataset', body, (headers) => http.registerDataset({ body, headers })),
  setSensitive: (name: string, columns: string[]): Promise<Dataset> =>
    dataOf(http.setSensitiveColumns({ path: { name }, body: { columns } })),
  expectations: (name: string): Promise<DatasetExpectations> => dataOf(http.getExpectations({ path: { name } })),
  proposeExpectations: (versionId: string): Promise<ProposedExpectations> =>
    dataOf(http.proposeExpectations({ path: { id: versionId } })),
  setExpectations: (name: string, yaml: string, revision: number): Promise<DatasetExpectations> =>
    dataOf(http.setExpectations({ path: { name }, body: { yaml }, headers: { 'If-Match': `"${revision}"` } })),
  retention: (name: string): Promise<Retention> => dataOf(http.getRetention({ path: { name } })),
  /** With `dryRun`, only what would be due. */
  setRetention: (name: string, days: number | null, dryRun: boolean): Promise<Retention> =>
    dataOf(http.setRetention({ path: { name }, body: { days, dryRun } })),
  /** Reads every stored byte again. */
  scrub: (): Promise<ScrubReport> => dataOf(http.scrub()),

  /** With `dryRun`, only what it would touch. */
  erase: (body: ErasureRequest): Promise<Erasure> => dataOf(http.eraseRows({ body })),

  featureSets: (cursor?: string): Promise<Page<FeatureSet>> => dataOf(http.listFeatureSets({ query: { cursor } })),
  featureSet: (id: string): Promise<FeatureSet> => dataOf(http.getFeatureSet({ path: { id } })),
  addFeatureSet: (body: FeatureSetRequest): Promise<FeatureSet> =>
    create('feature set', body, (headers) => http.addFeatureSet({ body, headers })),
  skew: (id: string, versionId: string): Promise<SchemaSkew> =>
    dataOf(http.getSchemaSkew({ path: { id }, query: { versionId } })),
};

function impactQuery(subject: ImpactSubject) {
  switch (subject.type) {
    case 'version':
      return { versionId: subject.versionId };
    case 'row':
      return { versionId: subject.versionId, row: subject.row };
    case 'source':
      return { dataset: subject.dataset, source: subject.source };
  }
}
