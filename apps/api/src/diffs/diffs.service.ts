import { Inject, Injectable } from '@nestjs/common';
import type { Version, VersionDiff } from '@antidote/contracts';
import type { Database } from '@antidote/persistence';
import { DomainError } from '@antidote/tabular';
import type { Actor } from '../access/actor.js';
import { requireCapability } from '../access/require-capability.js';
import type { ApiConfig } from '../config.js';
import { CONFIG, DATABASE, TABLE_TASKS } from '../ports.js';
import { tableBytes } from '../table-tasks/table-bytes.js';
import type { RunTableTask } from '../table-tasks/table-tasks.js';
import type { DiffQuery } from './diff-query.js';

@Injectable()
export class DiffsService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(TABLE_TASKS) private readonly runTask: RunTableTask,
    @Inject(CONFIG) private readonly config: ApiConfig,
  ) {}

  /**
   * @throws DomainError `not_found` for a version that the dataset lacks; `forbidden` where poison lies between the two and
   *   the one who asks may not see what poisoning changed
   */
  async between(dataset: string, { from, to, ...window }: DiffQuery, actor: Actor): Promise<VersionDiff> {
    const { versions } = this.database;
    const [before, after] = [await this.versionOf(dataset, from), await this.versionOf(dataset, to)];
    if ((await this.poisonIn(from)) !== (await this.poisonIn(to))) requireCapability(actor, 'poison:read');
    const [older, newer] = [await versions.storage(from), await versions.storage(to)];
    const input = { blobs: this.config.blobs, from: older, to: newer, window, sensitive: after.sensitive };
    const diff = await this.runTask('diff', input, tableBytes(before) + tableBytes(after));
    return {
      from: { versionId: from, digest: before.digest },
      to: { versionId: to, digest: after.digest },
      matchedBy: older.baseBlob === newer.baseBlob ? 'lineage' : 'position',
      ...diff,
    };
  }

  /** The poisonings that a version holds, as one text. */
  private async poisonIn(id: string): Promise<string> {
    const line = await this.database.versions.lineage(id);
    return line.flatMap((version) => (version.kind === 'poisoned' ? [version.id] : [])).join(' ');
  }

  private async versionOf(dataset: string, id: string): Promise<Version> {
    const version = await this.database.versions.get(id);
    if (version.dataset === dataset) return version;
    throw new DomainError('not_found', `version ${id} is of dataset ${version.dataset}, not of ${dataset}`);
  }
}
