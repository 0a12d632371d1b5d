import { Inject, Injectable } from '@nestjs/common';
import type { PoisonTruth } from '@antidote/contracts';
import type { BlobStore, Database } from '@antidote/persistence';
import { DomainError } from '@antidote/tabular';
import { readTruth } from '@antidote/workflows';
import { BLOBS, DATABASE } from '../ports.js';
import type { RowWindow } from '../versions/row-window.js';

@Injectable()
export class TruthService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(BLOBS) private readonly blobs: BlobStore,
  ) {}

  /** @throws DomainError `not_found` for a version that was not poisoned here */
  async of(versionId: string, window: RowWindow): Promise<PoisonTruth> {
    const { poison: spec, sensitive } = await this.database.versions.get(versionId);
    const { groundTruthBlob: blob } = await this.database.versions.storage(versionId);
    if (blob === null || spec === null) {
      throw new DomainError('not_found', `version ${versionId} was not poisoned here: there is no truth to show`);
    }
    return readTruth(this.blobs, { blob, spec, sensitive }, window);
  }
}
