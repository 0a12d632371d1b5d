import { Injectable } from '@nestjs/common';
import type { AttackCatalogue, AttackPreview, StudyEstimate } from '@antidote/contracts';
import { attackCatalogue } from '@antidote/workflows';
import { VersionTables } from '../table-tasks/version-tables.js';
import { StudyAdmission } from './study-admission.js';
import type { EstimateRequest, PreviewRequest } from './lab-requests.js';

@Injectable()
export class LabService {
  constructor(
    private readonly tables: VersionTables,
    private readonly admission: StudyAdmission,
  ) {}

  attacks(): AttackCatalogue {
    return attackCatalogue();
  }

  /** @throws DomainError `not_found`, and whatever the attack refuses */
  async preview({ versionId, spec }: PreviewRequest): Promise<AttackPreview> {
    return this.tables.run('previewAttack', versionId, ({ version: { sensitive }, stored, blobs }) => ({
      blobs,
      version: stored,
      spec,
      sensitive,
    }));
  }

  /** @throws DomainError `not_found`, and whatever an attack refuses */
  estimate({ versionId, spec }: EstimateRequest): Promise<StudyEstimate> {
    return this.admission.estimate(versionId, spec);
  }
}
