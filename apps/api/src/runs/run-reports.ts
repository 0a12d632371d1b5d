import { Inject, Injectable } from '@nestjs/common';
import { StudyReport, type Run } from '@antidote/contracts';
import type { BlobStore, Database } from '@antidote/persistence';
import type { BatchResult } from '@antidote/robustness';
import { DomainError } from '@antidote/tabular';
import { partialStudy } from '@antidote/workflows';
import { BLOBS, DATABASE } from '../ports.js';

/** A mean over so many moves little with more; reading all of thousands each time would be work. */
const MOST_SEEDS = 50;

/** What runs reported, as it is stored. */
@Injectable()
export class RunReports {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(BLOBS) private readonly blobs: BlobStore,
  ) {}

  /** A study as people may see it: slices by a column that is sensitive are left out. @throws DomainError as `read` */
  async study(id: string): Promise<StudyReport> {
    const { report, dataset } = await this.read(id, 'study');
    return this.shown(StudyReport.parse(report), dataset);
  }

  /** Of the seeds that are in while a study runs, the first ones of many. @throws DomainError `not_found` */
  async partialStudy(id: string): Promise<StudyReport> {
    const { request, state, dataset } = await this.database.runs.get(id);
    const results =
      request.kind === 'study' && state === 'running'
        ? await this.database.runs.batchResults<BatchResult>(id, MOST_SEEDS)
        : [];
    if (request.kind !== 'study' || results.length === 0) {
      const why = request.kind === 'study' ? `it is ${state}, and no seed is in` : `it is of the kind ${request.kind}`;
      throw new DomainError('not_found', `There is no partial result of run ${id}: ${why}`);
    }
    const version = await this.database.versions.get(request.versionId);
    return this.shown(partialStudy(version, request.spec, results), dataset);
  }

  private async shown(report: StudyReport, dataset: string): Promise<StudyReport> {
    if (!report.slices) return report;
    const { sensitive } = await this.database.datasets.get(dataset);
    if (!sensitive.includes(report.slices.column)) return report;
    const { slices: _, ...rest } = report;
    return rest;
  }

  /**
   * A report as it is stored, and the dataset that it is about.
   * @throws DomainError `not_found` for a run of another kind, or one that has no report yet
   */
  async read(id: string, kind: Run['kind']): Promise<{ report: unknown; dataset: string }> {
    const [run, blob] = [await this.database.runs.get(id), await this.database.runs.reportBlob(id)];
    if (run.kind !== kind) {
      throw new DomainError('not_found', `There is no such report: run ${id} is of the kind ${run.kind}, not ${kind}`);
    }
    if (blob === null) {
      const why =
        run.state === 'succeeded'
          ? `that of run ${id} was forgotten when rows were erased; start another`
          : `run ${id} is ${run.state} and has no report`;
      throw new DomainError('not_found', `There is no ${kind} report: ${why}`);
    }
    const report: unknown = JSON.parse(Buffer.from(await this.blobs.get(blob)).toString('utf8'));
    return { report, dataset: run.dataset };
  }
}
