import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { openBlobStore, openDatabase, openJobQueue } from '@antidote/persistence';
import { DomainError } from '@antidote/tabular';
import { MlflowClient } from 'mlflow-js-client';
import { pino } from 'pino';
import { readConfig } from './config.js';
import { BLOBS, CONFIG, DATABASE, LOGGER, MLFLOW, QUEUE } from './ports.js';
import { PromotionModule } from './promotion.module.js';

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const logger = pino({ name: 'registry-promotion', level: config.logLevel });
  const onError = (err: Error) => logger.warn({ err }, 'a connection was lost and is made anew');
  const database = await openDatabase({ databaseUrl: config.databaseUrl, onError });
  const module = PromotionModule.over([
    { provide: CONFIG, useValue: config },
    { provide: DATABASE, useValue: database },
    { provide: BLOBS, useValue: await openBlobStore(config.blobs) },
    { provide: QUEUE, useValue: await openJobQueue({ databaseUrl: config.databaseUrl, onError }) },
    { provide: MLFLOW, useValue: new MlflowClient({ trackingUri: config.mlflowTrackingUri }) },
    { provide: LOGGER, useValue: logger },
  ]);
  const app = await NestFactory.create<NestFastifyApplication>(
    module,
    new FastifyAdapter({ forceCloseConnections: true }),
    {
      logger: ['error', 'warn'],
    },
  );
  app.enableShutdownHooks();
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onClose', () => database.close());
  await app.listen(config.port, config.host);
  logger.info({ address: await app.getUrl() }, 'registry-promotion listens');
}

try {
  await main();
} catch (error) {
  // What whoever started it can mend is told in one line; a defect shows where it is.
  console.error(error instanceof DomainError ? error.message : error);
  process.exit(1);
}
