import { Inject, Injectable } from '@nestjs/common';
import type { ErasedRows, Erasure, ErasureRequest } from '@antidote/contracts';
import type { BlobStore, Database } from '@antidote/persistence';
import { eraseValues } from '@antidote/workflows';
import { BLOBS, DATABASE } from '../ports.js';

@Injectable()
export class ErasuresService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(BLOBS) private readonly blobs: BlobStore,
  ) {}

  erase(request: ErasureRequest, actor: string): Promise<Erasure> {
    return eraseValues({ database: this.database, blobs: this.blobs }, request, actor);
  }

  async tombstones(versionId: string): Promise<ErasedRows> {
    const originalId = (await this.database.versions.lineage(versionId)).at(-1)!.id;
    return { originalId, tombstones: await this.database.erasures.tombstones(originalId) };
  }
}
