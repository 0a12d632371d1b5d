import { Inject, Injectable } from '@nestjs/common';
import type { Version } from '@antidote/contracts';
import type { Database, VersionStorage } from '@antidote/persistence';
import type { ApiConfig } from '../config.js';
import { CONFIG, DATABASE, TABLE_TASKS } from '../ports.js';
import { tableBytes } from './table-bytes.js';
import type { RunTableTask, TableTaskInput, TableTaskName, TableTaskOutput } from './table-tasks.js';

/** What a task over a version is told by. */
export interface StoredVersion {
  version: Version;
  stored: VersionStorage;
  /** Where the blob store is. */
  blobs: string;
}

/** Does tasks over the stored table of one version, off the main thread. */
@Injectable()
export class VersionTables {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(TABLE_TASKS) private readonly runTask: RunTableTask,
    @Inject(CONFIG) private readonly config: ApiConfig,
  ) {}

  /**
   * @param otherBytes that the task reads beside the version's
   * @throws DomainError `not_found` for a version that there is none of, and whatever the task throws
   */
  async run<N extends TableTaskName>(
    name: N,
    versionId: string,
    inputOf: (of: StoredVersion) => TableTaskInput<N>,
    otherBytes = 0,
  ): Promise<TableTaskOutput<N>> {
    const version = await this.database.versions.get(versionId);
    const stored = await this.database.versions.storage(versionId);
    return this.runTask(name, inputOf({ version, stored, blobs: this.config.blobs }), tableBytes(version) + otherBytes);
  }
}
