import { Inject, Injectable } from '@nestjs/common';
import type { Version, VersionRows } from '@antidote/contracts';
import { decodeTable } from '@antidote/dataset-io';
import type { BlobStore, Database } from '@antidote/persistence';
import { applyPatch, cellText, labelText, type Table } from '@antidote/tabular';
import { loadPatch } from '@antidote/workflows';
import { BLOBS, DATABASE } from '../ports.js';
import type { RowWindow } from './row-window.js';

@Injectable()
export class VersionsService {
  /** The table looked at last: pages of one version follow each other, and a blob never changes. */
  private latest: { blobs: string; table: Table } | null = null;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(BLOBS) private readonly blobs: BlobStore,
  ) {}

  get(id: string): Promise<Version> {
    return this.database.versions.get(id);
  }

  /** The rows as text, numbers in their shortest form. */
  async rows(id: string, { offset, limit }: RowWindow): Promise<VersionRows> {
    const table = await this.table(id);
    const end = Math.min(offset + limit, table.rowCount);
    const positions = Array.from({ length: Math.max(end - offset, 0) }, (_, index) => offset + index);
    return {
      columns: table.features.map(({ name }) => name),
      rows: positions.map((position) => ({
        row: table.rowIds[position]!,
        label: labelText(table, position),
        values: table.features.map((column) => cellText(column, position)),
      })),
      total: table.rowCount,
    };
  }

  private async table(id: string): Promise<Table> {
    const { baseBlob, patchBlob } = await this.database.versions.storage(id);
    const blobs = `${baseBlob} ${patchBlob}`;
    if (this.latest?.blobs !== blobs) {
      const { table: base } = decodeTable(await this.blobs.get(baseBlob));
      this.latest = { blobs, table: applyPatch(base, await loadPatch(this.blobs, patchBlob)) };
    }
    return this.latest.table;
  }
}
