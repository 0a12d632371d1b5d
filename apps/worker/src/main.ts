import { pino } from 'pino';
import { readConfig, type WorkerConfig } from './config.js';
import { startHealthServer } from './health-server.js';
import { startWorker } from './worker.js';

async function main(config: WorkerConfig): Promise<void> {
  const log = pino({ name: 'worker', level: config.logLevel });
  const worker = await startWorker(config, log);
  const health = await startHealthServer(config, worker);
  log.info({ port: health.port, concurrency: config.concurrency }, 'worker is ready');

  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'worker is stopping');
    Promise.all([worker.stop(), health.close()]).then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'worker did not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

try {
  await main(readConfig(process.env));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
