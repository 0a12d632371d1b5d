import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { PartHealth, Readiness } from '@antidote/contracts';
import type { Database } from '@antidote/persistence';
import type { FastifyReply } from 'fastify';
import { MlflowClient } from 'mlflow-js-client';
import { DATABASE, MLFLOW } from '../ports.js';

@Controller('health')
export class HealthController {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(MLFLOW) private readonly mlflow: MlflowClient,
  ) {}

  @Get('live')
  live(): { live: true } {
    return { live: true };
  }

  /** Ready while it can claim; without MLflow promotions wait. */
  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const parts = await Promise.all([
      probe('database', () => this.database.ping()),
      probe('mlflow', () => this.mlflow.health({ timeoutMs: 2_000 })),
    ]);
    const ready = parts[0].state === 'up';
    void reply.status(ready ? 200 : 503);
    return { ready, parts };
  }
}

async function probe(part: string, ask: () => Promise<void>): Promise<PartHealth> {
  try {
    await ask();
    return { part, state: 'up', address: null, detail: null };
  } catch (error) {
    return { part, state: 'down', address: null, detail: (error as Error).message.slice(0, 300) };
  }
}
