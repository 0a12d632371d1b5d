import { Inject, Injectable } from '@nestjs/common';
import type { Impact, ImpactSubject, Lineage, VersionSources } from '@antidote/contracts';
import { inOrder } from '@antidote/data-versioning';
import type { BlobStore, Database } from '@antidote/persistence';
import { readImpact } from '@antidote/workflows';
import { BLOBS, DATABASE } from '../ports.js';
import { tableBytes } from '../table-tasks/table-bytes.js';
import { VersionTables, type StoredVersion } from '../table-tasks/version-tables.js';
import type { ImpactQuery, LineageQuery } from './lineage-query.js';

const MOST_NODES = 2_000;

@Injectable()
export class LineageService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(BLOBS) private readonly blobs: BlobStore,
    private readonly tables: VersionTables,
  ) {}

  async around({ focus, depth, direction }: LineageQuery): Promise<Lineage> {
    const { truncated, ...graph } = await this.database.lineage.around(focus, depth, direction, MOST_NODES);
    return { focus, ...inOrder(graph), truncated };
  }

  impact(query: ImpactQuery): Promise<Impact> {
    return readImpact(this.database, this.blobs, subjectOf(query), (versionId, row, among) => {
      const bytes = among.reduce((sum, { rows, features }) => sum + tableBytes({ rows, features }), 0);
      const inputOf = ({ stored, blobs }: StoredVersion) => ({ blobs, version: stored, row, among });
      return this.tables.run('findEqualRows', versionId, inputOf, bytes);
    });
  }

  async sources(id: string): Promise<VersionSources> {
    await this.database.versions.get(id);
    return { sources: await this.database.lineage.sources(id) };
  }
}

function subjectOf({ versionId, row, dataset, source }: ImpactQuery): ImpactSubject {
  if (versionId === undefined) return { type: 'source', dataset: dataset!, source: source! };
  return row === undefined ? { type: 'version', versionId } : { type: 'row', versionId, row };
}
