import type { QueueName } from './job-queue.js';
import type { Client } from './prisma-client.js';

/** How many jobs of a queue wait, those that pause before a retry among them, and how many are held by workers. */
export interface QueueDepth {
  queue: QueueName;
  waiting: number;
  held: number;
}

/** How full these queues are, over all workers. */
export async function queueDepths(client: Client, queues: readonly QueueName[]): Promise<QueueDepth[]> {
  const rows = await client.$queryRaw<{ queue: string; waiting: number; held: number }[]>`
    SELECT name AS queue,
      (count(*) FILTER (WHERE state < 'active'))::int AS waiting,
      (count(*) FILTER (WHERE state = 'active'))::int AS held
    FROM pgboss.job WHERE name = ANY(${[...queues]}) AND state <= 'active' GROUP BY name`;
  const byQueue = new Map(rows.map((row) => [row.queue, row]));
  return queues.map((queue) => ({ queue, waiting: 0, held: 0, ...byQueue.get(queue) }) as QueueDepth);
}
