import { Inject, Injectable } from '@nestjs/common';
import type { Version, VersionRows } from '@antidote/contracts';
import { parseCsv, type CsvDocument } from '@antidote/dataset-io';
import type { BlobStore, Database } from '@antidote/persistence';
import type { Patch } from '@antidote/tabular';
import { BLOBS, DATABASE } from '../ports.js';
import type { RowWindow } from './versions.controller.js';

@Injectable()
export class VersionsService {
  /** The file looked at last, parsed: pages of one version follow each other, and a blob never changes. */
  private latest: { blob: string; document: CsvDocument } | null = null;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(BLOBS) private readonly blobs: BlobStore,
  ) {}

  get(id: string): Promise<Version> {
    return this.database.versions.get(id);
  }

  /** The rows as their texts stand in the registered file, with the labels of this version. */
  async rows(id: string, { offset, limit }: RowWindow): Promise<VersionRows> {
    const version = await this.database.versions.get(id);
    const { baseBlob, patchBlob } = await this.database.versions.storage(id);
    const { header, rows } = await this.document(baseBlob);
    const patch = patchBlob === null ? null : await this.patch(patchBlob);
    const dropped = new Set(patch?.drop);
    const labels = new Map(patch?.relabel.map(({ row, to }) => [row, to]));
    const target = header.indexOf(version.target);
    const shown = [...rows.keys()].filter((row) => !dropped.has(row)).slice(offset, offset + limit);
    return {
      columns: header.filter((_, column) => column !== target),
      rows: shown.map((row) => ({
        row,
        label: labels.get(row) ?? rows[row]![target]!,
        values: rows[row]!.filter((_, column) => column !== target),
      })),
      total: version.rows,
    };
  }

  private async document(blob: string): Promise<CsvDocument> {
    if (this.latest?.blob !== blob) this.latest = { blob, document: parseCsv(await this.blobs.get(blob)) };
    return this.latest.document;
  }

  private async patch(blob: string): Promise<Patch> {
    return JSON.parse(Buffer.from(await this.blobs.get(blob)).toString('utf8')) as Patch;
  }
}
