import { openBlobStore, openDatabase } from '@antidote/persistence';
import { destroyBlobs } from '@antidote/workflows';
import { DomainError } from '@antidote/tabular';
import { MlflowClient } from 'mlflow-js-client';
import { pino } from 'pino';
import { readConfig } from './config.js';
import { createApi } from './create-api.js';

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const logger = pino({ name: 'api', level: config.logLevel });
  const database = await openDatabase({
    databaseUrl: config.databaseUrl,
    onError: (error) => logger.warn({ err: error }, 'the database connection was lost and is made anew'),
  });
  const blobs = await openBlobStore(config.blobs, config);
  // A person waits for the answer: MLflow's absence is told soon, and asking again is theirs.
  const mlflow = new MlflowClient({ trackingUri: config.mlflowTrackingUri, timeoutMs: 10_000, maxRetries: 1 });
  const app = await createApi({ config, database, blobs, mlflow, logger });
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onClose', () => database.close());
  // No version refers any more to what an erasure left when it was interrupted; now it goes.
  await destroyBlobs({ database, blobs }).catch((error: unknown) =>
    logger.error({ err: error }, 'blobs of an erasure could not be destroyed; the next start tries again'),
  );
  await app.listen(config.port, config.host);
  logger.info({ address: await app.getUrl() }, 'the API listens');
}

try {
  await main();
} catch (error) {
  // What whoever started it can mend is told in one line; a defect shows where it is.
  console.error(error instanceof DomainError ? error.message : error);
  process.exit(1);
}
