import { Inject, Injectable } from '@nestjs/common';
import type { AcknowledgementRequest, VersionValidation } from '@antidote/contracts';
import type { BlobStore, Database, VersionValidationRow } from '@antidote/persistence';
import { readReport } from '@antidote/workflows';
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

  private async withReport({ validation: newest, ...state }: VersionValidationRow): Promise<VersionValidation> {
    if (newest === null) return { ...state, validation: null };
    const { reportBlob, ...facts } = newest;
    const report = await readReport(this.blobs, reportBlob);
    const quarantinedRows = report?.quarantinedRows.slice(0, MOST_QUARANTINED_ROWS) ?? [];
    return { ...state, validation: { ...facts, report: report && { ...report, quarantinedRows } } };
  }
}
