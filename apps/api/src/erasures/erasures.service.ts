import { Inject, Injectable } from '@nestjs/common';
import type { ErasedRows, Erasure, ErasureRequest } from '@antidote/contracts';
import type { BlobStore, Database } from '@antidote/persistence';
import { eraseValues } from '@antidote/workflows';
import { BLOBS, DATABASE, TABLE_TASKS } from '../ports.js';
import type { RunTableTask, TableTaskInput } from '../table-tasks/table-tasks.js';

@Injectable()
export class ErasuresService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(BLOBS) private readonly blobs: BlobStore,
    @Inject(TABLE_TASKS) private readonly runTask: RunTableTask,
  ) {}

  erase(request: ErasureRequest, actor: string): Promise<Erasure> {
    const ports = {
      database: this.database,
      blobs: this.blobs,
      rewrite: (input: TableTaskInput<'rewriteLineage'>) =>
        this.runTask('rewriteLineage', input, input.base.length * (1 + input.versions.length)),
    };
    return eraseValues(ports, { ...request, cause: 'request' }, actor);
  }

  async tombstones(versionId: string): Promise<ErasedRows> {
    const originalId = (await this.database.versions.lineage(versionId)).at(-1)!.id;
    return { originalId, tombstones: await this.database.erasures.tombstones(originalId) };
  }
}
