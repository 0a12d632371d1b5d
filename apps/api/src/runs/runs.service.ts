import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import {
  BreakReport,
  Certificate,
  DetectionReport,
  LearningCurveReport,
  type Page,
  type Run,
  type RunRequest,
  type StudyReport,
} from '@antidote/contracts';
import type { Database } from '@antidote/persistence';
import { checkOptions } from '@antidote/poisoning';
import { checkParameters } from '@antidote/training';
import { hideFindings, renderStudy } from '@antidote/workflows';
import { Deliveries, type Delivery } from '../http/delivery.js';
import { StudyAdmission } from '../lab/study-admission.js';
import { DATABASE } from '../ports.js';
import { runEvents } from './run-events.js';
import { RunReports } from './run-reports.js';
import type { RunQuery, StudyFile } from './run-query.js';

@Injectable()
export class RunsService implements BeforeApplicationShutdown {
  private readonly closing = new AbortController();

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly reports: RunReports,
    private readonly deliveries: Deliveries,
    private readonly admission: StudyAdmission,
  ) {}

  /**
   * @throws DomainError `unknown_parameter`, `parameter_out_of_range` for a training that could only fail,
   *   `invalid_argument` for options that the attack does not take; for a study what an attack refuses, and `limit_exceeded` above the limit of its cost
   */
  async create(request: RunRequest, delivery: Delivery): Promise<Run> {
    if (request.kind === 'train') checkParameters(request.model, request.parameters);
    if (request.kind === 'poison') checkOptions(request.spec);
    if (request.kind === 'study') await this.admission.admit(request.versionId, request.spec);
    return this.deliveries.once(delivery, ({ runs }) => runs.enqueue(request, delivery.actor));
  }

  list({ cursor, limit, ...filter }: RunQuery): Promise<Page<Run>> {
    return this.database.runs.list(filter, { cursor, limit });
  }

  get(id: string): Promise<Run> {
    return this.database.runs.get(id);
  }

  /** @throws DomainError `not_found` before the stream begins */
  async events(id: string): Promise<AsyncIterable<string>> {
    await this.database.runs.get(id);
    return runEvents(this.database, id, this.closing.signal);
  }

  /** @throws DomainError `not_found` for a run that is no study or has no report yet */
  study(id: string): Promise<StudyReport> {
    return this.reports.study(id);
  }

  /** @throws DomainError `not_found` for a study that does not run, or of which no seed is in */
  partialStudy(id: string): Promise<StudyReport> {
    return this.reports.partialStudy(id);
  }

  async studyFile(id: string, file: StudyFile): Promise<string> {
    return renderStudy(await this.study(id), file);
  }

  /** @throws DomainError `not_found` for a run that is no search for label issues or has no report yet */
  async detection(id: string): Promise<DetectionReport> {
    const { report, dataset } = await this.reports.read(id, 'find-label-issues');
    return hideFindings(DetectionReport.parse(report), (await this.database.datasets.get(dataset)).sensitive);
  }

  /** @throws DomainError `not_found` for a run that certifies nothing or has not ended */
  async certificate(id: string): Promise<Certificate> {
    return Certificate.parse((await this.reports.read(id, 'certify')).report);
  }

  /** @throws DomainError `not_found` for a run that breaks nothing or has not ended */
  async breakReport(id: string): Promise<BreakReport> {
    return BreakReport.parse((await this.reports.read(id, 'break')).report);
  }

  /** @throws DomainError `not_found` for a run that measures no learning curve or has not ended */
  async learningCurve(id: string): Promise<LearningCurveReport> {
    return LearningCurveReport.parse((await this.reports.read(id, 'learning-curve')).report);
  }

  cancel(id: string, delivery: Delivery): Promise<Run> {
    return this.deliveries.once(delivery, ({ runs }) => runs.cancel(id, delivery.actor));
  }

  /** Open event streams would keep the server from closing. */
  beforeApplicationShutdown(): void {
    this.closing.abort();
  }
}
