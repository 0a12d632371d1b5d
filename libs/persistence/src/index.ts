export type { ApiKeyRepository, KnownKey, NewKey } from './api-key-repository.js';
export type { AuditEntry, AuditRepository } from './audit-repository.js';
export type { BlobReferenceRepository } from './blob-reference-repository.js';
export type { BlobStore, StagedBlob, StoredBlob } from './blob-store.js';
export { openBlobStore } from './open-blob-store.js';
export { openDatabase, type Database, type DatabaseOptions, type Repositories } from './database.js';
export type { DatasetRepository, Registration } from './dataset-repository.js';
export type {
  ErasureRepository,
  LostCategories,
  NewErasure,
  RewrittenVersion,
  VersionBlobs,
} from './erasure-repository.js';
export type { ExpectationsRepository, ExpectationsRow } from './expectations-repository.js';
export type { FeatureSetRepository } from './feature-set-repository.js';
export type { Answer, IdempotencyRepository, IdempotentRequest } from './idempotency-repository.js';
export { withOrigin } from './deed-origin.js';
export { openJobQueue, type DeadJob, type Job, type JobData, type JobQueue, type QueueName } from './job-queue.js';
export type { LineageRepository, LineageSlice, OtherOriginal } from './lineage-repository.js';
export { migrate, readMigrations, type Migration } from './migrate.js';
export type { ModelRepository, NewModel } from './model-repository.js';
export type { PageRequest } from './page-cursor.js';
export type { Credentials, PeopleRepository } from './people-repository.js';
export type { PromotionFacts, PromotionRepository } from './promotion-repository.js';
export type { QueueDepth } from './queue-depth.js';
export type { PendingFreeze, RecallRepository } from './recall-repository.js';
export type { RetentionRepository } from './retention-repository.js';
export type { OpenReview, ReviewDecision, ReviewRepository } from './review-repository.js';
export type { BatchGroup, RunFilter, RunOutputs, RunRepository } from './run-repository.js';
export type { TrustedSetRepository, TrustedSetRow } from './trusted-set-repository.js';
export type {
  NewValidation,
  Quarantine,
  ValidationRepository,
  ValidationRow,
  VersionValidationRow,
} from './validation-repository.js';
export type { DerivedVersion, TableFacts, VersionRepository, VersionStorage } from './version-repository.js';
export type { OpenSession, SessionRepository } from './session-repository.js';
