import { Inject, Injectable } from '@nestjs/common';
import type { Run } from '@antidote/contracts';
import type { BlobStore, Database } from '@antidote/persistence';
import { DomainError } from '@antidote/tabular';
import { BLOBS, DATABASE } from '../ports.js';

/** What runs reported, as it is stored. */
@Injectable()
export class RunReports {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(BLOBS) private readonly blobs: BlobStore,
  ) {}

  /** @throws DomainError `not_found` for a run of another kind, or one that has no report yet */
  async read(id: string, kind: Run['kind']): Promise<unknown> {
    const [run, blob] = [await this.database.runs.get(id), await this.database.runs.reportBlob(id)];
    if (run.kind !== kind) {
      throw new DomainError('not_found', `There is no such report: run ${id} is of the kind ${run.kind}, not ${kind}`);
    }
    if (blob === null) {
      throw new DomainError('not_found', `There is no ${kind} report: run ${id} is ${run.state} and has no report`);
    }
    return JSON.parse(Buffer.from(await this.blobs.get(blob)).toString('utf8'));
  }
}
