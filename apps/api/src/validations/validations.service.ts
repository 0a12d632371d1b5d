import { Inject, Injectable } from '@nestjs/common';
import {
  parseExpectations,
  type AcknowledgementRequest,
  type ProposedExpectations,
  type VersionValidation,
} from '@antidote/contracts';
import type { BlobStore, Database, VersionValidationRow } from '@antidote/persistence';
import { DomainError } from '@antidote/tabular';
import { hideValues, proposeExpectations } from '@antidote/validation';
import { readReport } from '@antidote/workflows';
import { stringify } from 'yaml';
import { Deliveries, type Delivery } from '../http/delivery.js';
import { BLOBS, DATABASE } from '../ports.js';

/** Of a table of millions all of them would fill megabytes; `antidote data export` shows rows. */
const MOST_QUARANTINED_ROWS = 1_000;

@Injectable()
export class ValidationsService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(BLOBS) private readonly blobs: BlobStore,
    private readonly deliveries: Deliveries,
  ) {}

  async get(versionId: string): Promise<VersionValidation> {
    return this.withReport(await this.database.validations.ofVersion(versionId));
  }

  acknowledge(
    versionId: string,
    { validationId, reason }: AcknowledgementRequest,
    delivery: Delivery,
  ): Promise<VersionValidation> {
    return this.deliveries.once(delivery, async ({ validations }) =>
      this.withReport(await validations.acknowledge(versionId, validationId, reason, delivery.actor)),
    );
  }

  /** @throws DomainError `not_found`; `invalid_state` when there is no report of the version to read it from */
  async propose(versionId: string): Promise<ProposedExpectations> {
    const { state, validation } = await this.get(versionId);
    const report = validation?.report;
    if (!report) {
      const why =
        state === 'pending' ? 'is being validated; wait for it' : 'has no report of a validation; validate it';
      throw new DomainError('invalid_state', `version ${versionId} ${why}, then expectations can be proposed`);
    }
    const proposed = proposeExpectations(await this.database.versions.get(versionId), report.profile);
    const yaml = stringify(proposed);
    return { versionId, yaml, expectations: parseExpectations(yaml).data! };
  }

  private async withReport({ validation: newest, ...state }: VersionValidationRow): Promise<VersionValidation> {
    if (newest === null) return { ...state, validation: null };
    const { reportBlob, ...facts } = newest;
    const report = await readReport(this.blobs, reportBlob);
    if (report === null) return { ...state, validation: { ...facts, report } };
    const { sensitive } = await this.database.versions.get(state.versionId);
    const quarantinedRows = report.quarantinedRows.slice(0, MOST_QUARANTINED_ROWS);
    return { ...state, validation: { ...facts, report: { ...hideValues(report, sensitive), quarantinedRows } } };
  }
}
