import type { ReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import type { Database } from '@antidote/persistence';
import type { ApiConfig } from '../config.js';
import { CONFIG, DATABASE, TABLE_TASKS } from '../ports.js';
import { tableBytes } from '../table-tasks/table-bytes.js';
import type { RunTableTask } from '../table-tasks/table-tasks.js';

export interface CsvExport {
  filename: string;
  content: ReadStream;
}

@Injectable()
export class ExportsService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(TABLE_TASKS) private readonly runTask: RunTableTask,
    @Inject(CONFIG) private readonly config: ApiConfig,
  ) {}

  /** The version with the values of sensitive columns in it, which goes on record. */
  async wholeCsv(id: string, forSpreadsheet: boolean, actor: string): Promise<CsvExport> {
    const { dataset, sensitive } = await this.database.versions.get(id);
    if (sensitive.length > 0) {
      await this.database.audit.append({
        actor,
        action: 'version.revealed',
        subject: 'version',
        subjectId: id,
        details: { dataset, columns: sensitive },
      });
    }
    return this.write(id, forSpreadsheet, []);
  }

  async csv(id: string, forSpreadsheet: boolean): Promise<CsvExport> {
    const { sensitive } = await this.database.versions.get(id);
    return this.write(id, forSpreadsheet, sensitive);
  }

  /** The version's rows, written whole before the first byte is sent: damage is told with a status, not mid-stream. */
  private async write(id: string, forSpreadsheet: boolean, sensitive: string[]): Promise<CsvExport> {
    const version = await this.database.versions.get(id);
    const { baseBlob, patchBlob } = await this.database.versions.storage(id);
    const path = join(tmpdir(), `antidote-export-${randomUUID()}.csv`);
    const input = { blobs: this.config.blobs, baseBlob, patchBlob, path, forSpreadsheet, sensitive };
    try {
      await this.runTask('exportCsv', input, tableBytes(version));
      const file = await open(path, 'r');
      // The open file outlives its name, so that nothing is left however the request ends.
      return { filename: `${version.dataset}-${version.digest.slice(0, 8)}.csv`, content: file.createReadStream() };
    } finally {
      await rm(path, { force: true });
    }
  }
}
