import type {
  Account,
  ApiKey,
  ApiKeyRequest,
  AuditEvent,
  Dataset,
  DecisionRequest,
  Model,
  NewApiKey,
  NewPerson,
  Page,
  PasswordRequest,
  Person,
  PersonChange,
  PersonRequest,
  Policy,
  PredictRequest,
  PredictResponse,
  Promotion,
  PromotionRequest,
  Review,
  ReviewItem,
  ReviewItemDetail,
  ReviewRow,
  Run,
  RunRequest,
  SessionSummary,
  SignInRequest,
  StudyReport,
  Version,
  VersionSummary,
} from '@antidote/contracts';
import * as http from '@antidote/api-client';
import { create, dataOf, done } from './answers.js';
import { rememberToken } from './people/csrf.js';

const ifMatch = (revision: number) => ({ 'If-Match': `"${revision}"` });
const itemPath = (item: ReviewItem) => ({ id: item.reviewId, itemId: item.id });

/** As many as the API gives at once; for lists that a page shows whole. */
const MOST = 500;

/** The HTTP API as the pages use it, on the client generated from its OpenAPI document. */
export const api = {
  account: async (): Promise<Account> => rememberToken(await dataOf(http.getAccount())),
  signIn: async (body: SignInRequest): Promise<Account> => rememberToken(await dataOf(http.signIn({ body }))),
  signOut: (): Promise<void> => done(http.signOut()),
  setPassword: (body: PasswordRequest): Promise<void> => done(http.setPassword({ body })),
  sessions: (): Promise<Page<SessionSummary>> => dataOf(http.listSessions()),
  endSession: (id: string): Promise<void> => done(http.endSession({ path: { id } })),
  keys: (): Promise<Page<ApiKey>> => dataOf(http.listKeys()),
  makeKey: (body: ApiKeyRequest): Promise<NewApiKey> => dataOf(http.createKey({ body })),
  revokeKey: (id: string): Promise<void> => done(http.revokeKey({ path: { id } })),
  people: (cursor?: string): Promise<Page<Person>> => dataOf(http.listPeople({ query: { cursor } })),
  addPerson: (body: PersonRequest): Promise<NewPerson> => dataOf(http.addPerson({ body })),
  changePerson: (id: string, body: PersonChange): Promise<Person> => dataOf(http.changePerson({ path: { id }, body })),
  audit: (query: { actor?: string; action?: string; subjectId?: string; cursor?: string }): Promise<Page<AuditEvent>> =>
    dataOf(http.listAuditEvents({ query })),

  datasets: (cursor?: string): Promise<Page<Dataset>> => dataOf(http.listDatasets({ query: { cursor } })),
  registerDataset: (file: http.DatasetFile): Promise<Dataset> => dataOf(http.uploadDataset(file)),
  versions: (name: string): Promise<Page<VersionSummary>> =>
    dataOf(http.listVersions({ path: { name }, query: { limit: MOST } })),
  version: (id: string): Promise<Version> => dataOf(http.getVersion({ path: { id } })),
  rows: (id: string, offset: number, limit: number): Promise<{ columns: string[]; rows: ReviewRow[]; total: number }> =>
    dataOf(http.listVersionRows({ path: { id }, query: { offset, limit } })),

  startRun: (body: RunRequest): Promise<Run> => create('run', body, (headers) => http.createRun({ body, headers })),
  runs: (query: {
    kind?: Run['kind'];
    dataset?: string;
    state?: Run['state'];
    cursor?: string;
    limit?: number;
  }): Promise<Page<Run>> => dataOf(http.listRuns({ query })),
  run: (id: string): Promise<Run> => dataOf(http.getRun({ path: { id } })),
  cancelRun: (id: string): Promise<Run> => dataOf(http.cancelRun({ path: { id } })),
  study: (id: string): Promise<StudyReport> => dataOf(http.getStudyReport({ path: { id } })),

  reviews: (cursor?: string): Promise<Page<Review>> => dataOf(http.listReviews({ query: { cursor } })),
  review: (id: string): Promise<Review> => dataOf(http.getReview({ path: { id } })),
  reviewItems: (id: string, cursor?: string): Promise<Page<ReviewItem>> =>
    dataOf(http.listReviewItems({ path: { id }, query: { cursor, limit: MOST } })),
  reviewItem: (id: string, itemId: string): Promise<ReviewItemDetail> =>
    dataOf(http.getReviewItem({ path: { id, itemId } })),
  decide: (item: ReviewItem, body: DecisionRequest): Promise<ReviewItem> =>
    dataOf(http.decideReviewItem({ path: itemPath(item), body, headers: ifMatch(item.revision) })),
  withdraw: (item: ReviewItem): Promise<ReviewItem> =>
    dataOf(http.undoReviewDecision({ path: itemPath(item), headers: ifMatch(item.revision) })),
  finishReview: (id: string): Promise<Review> => dataOf(http.completeReview({ path: { id } })),

  models: (query: { dataset?: string; cursor?: string }): Promise<Page<Model>> => dataOf(http.listModels({ query })),
  model: (id: string): Promise<Model> => dataOf(http.getModel({ path: { id } })),
  policy: (): Promise<{ policy: Policy; sha256: string }> => dataOf(http.getPolicy()),
  promote: (body: PromotionRequest): Promise<Promotion> =>
    create('promotion', body, (headers) => http.requestPromotion({ body, headers })),
  promotion: (id: string): Promise<Promotion> => dataOf(http.getPromotion({ path: { id } })),
  predict: (name: string, alias: string, body: PredictRequest): Promise<PredictResponse> =>
    dataOf(http.predict({ path: { name, alias }, body })),
};
