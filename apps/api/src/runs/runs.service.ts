import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { StudyReport, type Page, type Run, type RunRequest } from '@antidote/contracts';
import type { BlobStore, Database } from '@antidote/persistence';
import { DomainError } from '@antidote/tabular';
import { checkParameters } from '@antidote/training';
import { Deliveries, type Delivery } from '../http/delivery.js';
import { BLOBS, DATABASE } from '../ports.js';
import { runEvents } from './run-events.js';
import type { RunQuery } from './runs.controller.js';

@Injectable()
export class RunsService implements BeforeApplicationShutdown {
  private readonly closing = new AbortController();

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(BLOBS) private readonly blobs: BlobStore,
    private readonly deliveries: Deliveries,
  ) {}

  /** @throws DomainError `unknown_parameter`, `parameter_out_of_range` for a training that could only fail */
  async create(request: RunRequest, delivery: Delivery): Promise<Run> {
    if (request.kind === 'train') checkParameters(request.model, request.parameters);
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
  async study(id: string): Promise<StudyReport> {
    const [run, blob] = [await this.database.runs.get(id), await this.database.runs.reportBlob(id)];
    if (blob === null) {
      const why = run.kind === 'study' ? `is ${run.state} and has no report yet` : `is of the kind ${run.kind}`;
      throw new DomainError('not_found', `There is no study report: run ${id} ${why}`);
    }
    return StudyReport.parse(JSON.parse(Buffer.from(await this.blobs.get(blob)).toString('utf8')));
  }

  cancel(id: string, delivery: Delivery): Promise<Run> {
    return this.deliveries.once(delivery, ({ runs }) => runs.cancel(id, delivery.actor));
  }

  /** Open event streams would keep the server from closing. */
  beforeApplicationShutdown(): void {
    this.closing.abort();
  }
}
