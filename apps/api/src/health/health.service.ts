import { Inject, Injectable } from '@nestjs/common';
import type { PartHealth, Readiness } from '@antidote/contracts';
import type { Database } from '@antidote/persistence';
import { MlflowClient } from 'mlflow-js-client';
import { Registry } from 'prom-client';
import type { ApiConfig } from '../config.js';
import { CONFIG, DATABASE, METRICS, MLFLOW } from '../ports.js';

const PROBE_MS = 2_000;

@Injectable()
export class HealthService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(MLFLOW) private readonly mlflow: MlflowClient,
    @Inject(CONFIG) private readonly config: ApiConfig,
    @Inject(METRICS) private readonly registry: Registry,
  ) {}

  /** Ready with the database alone: without the other parts, reads, reviews and uploads go on. */
  async readiness(): Promise<Readiness> {
    const { databaseUrl, workerUrl, promotionUrl, publicUrl, port } = this.config;
    const { host } = new URL(databaseUrl);
    const signal = AbortSignal.timeout(PROBE_MS);
    const parts = await Promise.all([
      probe('database', host, () => within(this.database.ping(), signal)),
      probe('mlflow', this.mlflow.trackingUri, () => within(this.mlflow.health({ signal }), signal)),
      probe('worker', workerUrl, () => askLive(workerUrl, signal)),
      probe('registry-promotion', promotionUrl, () => askLive(promotionUrl, signal)),
    ]);
    const api: PartHealth = {
      part: 'api',
      state: 'up',
      address: publicUrl ?? `http://127.0.0.1:${port}`,
      detail: null,
    };
    return { ready: parts[0].state === 'up', parts: [api, ...parts] };
  }

  metrics(): Promise<string> {
    return this.registry.metrics();
  }
}

async function probe(part: string, address: string, ask: () => Promise<void>): Promise<PartHealth> {
  try {
    await ask();
    return { part, state: 'up', address, detail: null };
  } catch (error) {
    return { part, state: 'down', address, detail: (error as Error).message.slice(0, 300) };
  }
}

function within(work: Promise<void>, signal: AbortSignal): Promise<void> {
  return Promise.race([
    work,
    new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(new Error(`no answer within ${PROBE_MS} ms`)), { once: true });
    }),
  ]);
}

async function askLive(url: string, signal: AbortSignal): Promise<void> {
  const response = await fetch(new URL('/health/live', url), { signal }).catch(() => null);
  if (!response?.ok) throw new Error('it does not answer');
}
