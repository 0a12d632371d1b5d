import { Inject, Injectable } from '@nestjs/common';
import type { StudyEstimate, StudySpec } from '@antidote/contracts';
import { DomainError } from '@antidote/tabular';
import type { ApiConfig } from '../config.js';
import { CONFIG } from '../ports.js';
import { VersionTables } from '../table-tasks/version-tables.js';

const SECONDS_AN_HOUR = 3600;

/** Tells what a study costs before it starts, and lets none begin that costs more than the limit. */
@Injectable()
export class StudyAdmission {
  constructor(
    private readonly tables: VersionTables,
    @Inject(CONFIG) private readonly config: ApiConfig,
  ) {}

  /** @throws DomainError `not_found`, and whatever an attack refuses */
  estimate(versionId: string, spec: StudySpec): Promise<StudyEstimate> {
    return this.tables.run('estimateStudy', versionId, ({ version: { sensitive }, stored, blobs }) => ({
      blobs,
      version: stored,
      spec,
      sensitive,
    }));
  }

  /** @throws DomainError as `estimate`, and `limit_exceeded` for a study that costs too much */
  async admit(versionId: string, spec: StudySpec): Promise<void> {
    const { fits, seconds } = await this.estimate(versionId, spec);
    const hours = seconds / SECONDS_AN_HOUR;
    const limit = this.config.studyHours;
    if (hours <= limit) return;
    throw new DomainError(
      'limit_exceeded',
      `The study would take about ${hours.toPrecision(2)} hours of one processor (${fits} fits); the limit is ${limit}. Take fewer seeds, levels, attacks, models or mitigations, or have ANTIDOTE_STUDY_HOURS raised.`,
      { fits, hours, limit },
    );
  }
}
