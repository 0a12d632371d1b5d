import { Inject, Injectable } from '@nestjs/common';
import type { ScrubReport } from '@antidote/contracts';
import type { Database } from '@antidote/persistence';
import type { ApiConfig } from '../config.js';
import { CONFIG, DATABASE, TABLE_TASKS } from '../ports.js';
import type { RunTableTask } from '../table-tasks/table-tasks.js';

@Injectable()
export class ScrubsService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(TABLE_TASKS) private readonly runTask: RunTableTask,
    @Inject(CONFIG) private readonly config: ApiConfig,
  ) {}

  async scrub(actor: string): Promise<ScrubReport> {
    const { blobReferences } = this.database;
    const expected = [...new Set((await blobReferences.list()).map(({ sha256 }) => sha256))];
    const input = { blobs: this.config.blobs, expected };
    const { damaged, missing, ...counts } = await this.runTask('scrub', input, Infinity);
    // Read again: what was erased or came while the bytes were read tells nothing false.
    const references = await blobReferences.list();
    const of = (sha256: string) => references.filter((one) => one.sha256 === sha256);
    const damage = [
      ...damaged.map((sha256) => ({ sha256, state: 'damaged' as const, references: of(sha256) })),
      ...missing.map((sha256) => ({ sha256, state: 'missing' as const, references: of(sha256) })),
    ].filter(({ state, references: touched }) => state === 'damaged' || touched.length > 0);
    await blobReferences.tellDamage(
      damage.flatMap(({ references: touched }) => touched),
      actor,
    );
    return { ...counts, damage };
  }
}
