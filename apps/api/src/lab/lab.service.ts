import { Inject, Injectable } from '@nestjs/common';
import type { AttackCatalogue, AttackPreview, StudyEstimate } from '@antidote/contracts';
import type { Database } from '@antidote/persistence';
import { attackCatalogue } from '@antidote/workflows';
import type { ApiConfig } from '../config.js';
import { CONFIG, DATABASE, TABLE_TASKS } from '../ports.js';
import { tableBytes } from '../table-tasks/table-bytes.js';
import type { RunTableTask } from '../table-tasks/table-tasks.js';
import type { EstimateRequest, PreviewRequest } from './lab-requests.js';

@Injectable()
export class LabService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(TABLE_TASKS) private readonly runTask: RunTableTask,
    @Inject(CONFIG) private readonly config: ApiConfig,
  ) {}

  attacks(): AttackCatalogue {
    return attackCatalogue();
  }

  /** @throws DomainError `not_found`, and whatever the attack refuses */
  async preview({ versionId, spec }: PreviewRequest): Promise<AttackPreview> {
    return this.runTask('previewAttack', { ...(await this.input(versionId)), spec }, await this.bytes(versionId));
  }

  /** @throws DomainError `not_found`, and whatever an attack refuses */
  async estimate({ versionId, spec }: EstimateRequest): Promise<StudyEstimate> {
    return this.runTask('estimateStudy', { ...(await this.input(versionId)), spec }, await this.bytes(versionId));
  }

  private async input(versionId: string) {
    return { blobs: this.config.blobs, version: await this.database.versions.storage(versionId) };
  }

  private async bytes(versionId: string): Promise<number> {
    return tableBytes(await this.database.versions.get(versionId));
  }
}
