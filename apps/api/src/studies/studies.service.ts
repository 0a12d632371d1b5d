import { Injectable } from '@nestjs/common';
import type { StudiesAcross, StudiesReport } from '@antidote/contracts';
import { acrossStudies } from '@antidote/robustness';
import { renderStudies } from '@antidote/workflows';
import { RunReports } from '../runs/run-reports.js';
import type { StudiesFile, StudiesQuery } from './studies-query.js';

/** Studies of several datasets, read together. */
@Injectable()
export class StudiesService {
  constructor(private readonly reports: RunReports) {}

  /** @throws DomainError `not_found`; `invalid_argument` for studies with nothing in common */
  async across(query: StudiesQuery): Promise<StudiesAcross> {
    return (await this.read(query)).across;
  }

  async file(query: StudiesQuery, file: StudiesFile): Promise<string> {
    return renderStudies(await this.read(query), file);
  }

  private async read({ runs }: StudiesQuery): Promise<StudiesReport> {
    const studies = [];
    for (const id of runs) studies.push(await this.reports.study(id));
    return { formatVersion: 1, across: acrossStudies(studies), studies };
  }
}
