import { Inject, Injectable } from '@nestjs/common';
import type { Version, VersionRef, VersionRows } from '@antidote/contracts';
import { decodeTable } from '@antidote/dataset-io';
import type { BlobStore, Database } from '@antidote/persistence';
import { applyPatch, cellText, HIDDEN_TEXT, labelText, type Table } from '@antidote/tabular';
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

  find(ref: VersionRef): Promise<Version> {
    return this.database.versions.resolve(ref);
  }

  /** The rows as text, numbers in their shortest form. */
  async rows(id: string, { offset, limit }: RowWindow): Promise<VersionRows> {
    const { sensitive } = await this.database.versions.get(id);
    const table = await this.table(id);
    const hidden = new Set(sensitive);
    const end = Math.min(offset + limit, table.rowCount);
    const positions = Array.from({ length: Math.max(end - offset, 0) }, (_, index) => offset + index);
    return {
      columns: table.features.map(({ name }) => name),
      rows: positions.map((position) => ({
        row: table.rowIds[position]!,
        label: labelText(table, position),
        values: table.features.map((column) => shownText(cellText(column, position), hidden.has(column.name))),
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

const shownText = (text: string, hidden: boolean) => (hidden && text !== '' ? HIDDEN_TEXT : text);
