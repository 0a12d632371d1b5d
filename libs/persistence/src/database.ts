import { DomainError } from '@antidote/tabular';
import { ApiKeyRepository } from './api-key-repository.js';
import { AuditRepository } from './audit-repository.js';
import { BlobReferenceRepository } from './blob-reference-repository.js';
import { DatasetRepository } from './dataset-repository.js';
import { ErasureRepository } from './erasure-repository.js';
import { ExpectationsRepository } from './expectations-repository.js';
import { FeatureSetRepository } from './feature-set-repository.js';
import { IdempotencyRepository } from './idempotency-repository.js';
import { JobSender, type QueueName } from './job-queue.js';
import { LineageRepository } from './lineage-repository.js';
import { ModelRepository } from './model-repository.js';
import { PeopleRepository } from './people-repository.js';
import { type Client, createPrismaClient, inTransaction, translateErrors } from './prisma-client.js';
import { PromotionRepository } from './promotion-repository.js';
import { queueDepths, type QueueDepth } from './queue-depth.js';
import { RecallRepository } from './recall-repository.js';
import { RetentionRepository } from './retention-repository.js';
import { ReviewRepository } from './review-repository.js';
import { RunListener } from './run-listener.js';
import { RunRepository } from './run-repository.js';
import { SessionRepository } from './session-repository.js';
import { TrustedSetRepository } from './trusted-set-repository.js';
import { ValidationRepository } from './validation-repository.js';
import { VersionRepository } from './version-repository.js';

/** The repositories over one client: of the pool, or of a transaction. */
export interface Repositories {
  datasets: DatasetRepository;
  versions: VersionRepository;
  runs: RunRepository;
  reviews: ReviewRepository;
  models: ModelRepository;
  promotions: PromotionRepository;
  lineage: LineageRepository;
  recalls: RecallRepository;
  trustedSets: TrustedSetRepository;
  featureSets: FeatureSetRepository;
  erasures: ErasureRepository;
  retention: RetentionRepository;
  validations: ValidationRepository;
  expectations: ExpectationsRepository;
  people: PeopleRepository;
  sessions: SessionRepository;
  keys: ApiKeyRepository;
  audit: AuditRepository;
  blobReferences: BlobReferenceRepository;
}

export interface Database extends Repositories {
  idempotency: IdempotencyRepository<Repositories>;
  /** Runs `work` with repositories that share one transaction; an error rolls everything back. */
  transaction<T>(work: (repositories: Repositories) => Promise<T>): Promise<T>;
  /** Calls `onChange` after each change of a run (and once after a lost connection) until the answer is called. */
  followRun(runId: string, onChange: () => void): () => void;
  /** How full queues are, over all workers. */
  queueDepths(queues: readonly QueueName[]): Promise<QueueDepth[]>;
  /** One round trip. @throws DomainError `service_unavailable` */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  databaseUrl: string;
  /** Told of faults in the background, such as a lost connection; they mend themselves. */
  onError?: (error: Error) => void;
}

/** Opens a migrated database. @throws DomainError `service_unavailable` */
export async function openDatabase({ databaseUrl, onError = () => undefined }: DatabaseOptions): Promise<Database> {
  const client = createPrismaClient(databaseUrl);
  let jobs: JobSender | undefined;
  let listener: RunListener;
  try {
    jobs = await JobSender.open(databaseUrl, onError);
    listener = await RunListener.open(databaseUrl, onError);
  } catch (cause) {
    await Promise.allSettled([jobs?.close(), client.$disconnect()]);
    throw new DomainError(
      'service_unavailable',
      'the database cannot be opened; is it up and migrated?',
      {},
      { cause },
    );
  }
  const sender = jobs;
  const repositories = (over: Client) => repositoriesOver(over, sender);
  return {
    ...repositories(client),
    idempotency: new IdempotencyRepository(client, repositories),
    transaction: (work) => inTransaction(client, (tx) => work(repositories(tx))),
    followRun: (runId, onChange) => listener.follow(runId, onChange),
    queueDepths: (queues) => translateErrors(() => queueDepths(client, queues)),
    ping: () => translateErrors(async () => void (await client.$queryRaw`SELECT 1`)),
    async close() {
      await Promise.all([listener.close(), sender.close()]);
      await client.$disconnect();
    },
  };
}

function repositoriesOver(client: Client, jobs: JobSender): Repositories {
  return {
    datasets: new DatasetRepository(client),
    versions: new VersionRepository(client),
    runs: new RunRepository(client, jobs),
    reviews: new ReviewRepository(client),
    models: new ModelRepository(client),
    promotions: new PromotionRepository(client, jobs),
    lineage: new LineageRepository(client),
    recalls: new RecallRepository(client, jobs),
    trustedSets: new TrustedSetRepository(client),
    featureSets: new FeatureSetRepository(client),
    erasures: new ErasureRepository(client),
    retention: new RetentionRepository(client),
    validations: new ValidationRepository(client),
    expectations: new ExpectationsRepository(client),
    people: new PeopleRepository(client),
    sessions: new SessionRepository(client),
    keys: new ApiKeyRepository(client),
    audit: new AuditRepository(client),
    blobReferences: new BlobReferenceRepository(client),
  };
}
