import { Inject, Injectable } from '@nestjs/common';
import type { BlobStore, Registration, StagedBlob } from '@antidote/persistence';
import type { ApiConfig } from '../config.js';
import type { Download } from '../downloads/download.js';
import { BLOBS, CONFIG, DOWNLOAD, TABLE_TASKS } from '../ports.js';
import type { RunTableTask } from '../table-tasks/table-tasks.js';
import type { DatasetUpload } from './dataset-upload.js';

const MIB = 2 ** 20;

/** Takes the files of new versions in: from a form, from the text of a request, or from an address. */
@Injectable()
export class DatasetIntake {
  constructor(
    @Inject(BLOBS) private readonly blobs: BlobStore,
    @Inject(TABLE_TASKS) private readonly runTask: RunTableTask,
    @Inject(DOWNLOAD) private readonly download: Download,
    @Inject(CONFIG) private readonly config: ApiConfig,
  ) {}

  /**
   * Reads the file as it lies staged, and takes file and table into the store before `register` writes the rows that
   * name them: no version is ever visible without its data, and nothing is left of a file that is refused.
   */
  async take<T>(
    { name, file, declaration, quarantineRaggedRows }: DatasetUpload,
    register: (registration: Registration) => Promise<T>,
  ): Promise<T> {
    const staged = await this.stage(file);
    try {
      const options = { ...declaration, limits: this.config.ingestLimits, quarantineRaggedRows };
      const read = await this.runTask('ingest', { path: staged.path, options }, staged.bytes);
      const { facts, table, file: written } = read;
      await this.blobs.adopt(table.path, table.sha256);
      const rawBlob = await staged.keep();
      return await register({
        name,
        table: facts,
        sensitive: declaration.sensitive ?? [],
        baseBlob: table.sha256,
        rawBlob,
        file: { ...written, bytes: staged.bytes, ...('url' in file && { url: file.url }) },
      });
    } finally {
      await staged.discard();
    }
  }

  private async stage(file: DatasetUpload['file']): Promise<StagedBlob> {
    if ('staged' in file) return file.staged;
    const maxBytes = this.config.maxUploadMib * MIB;
    if ('bytes' in file) return this.blobs.stage(pieces(file.bytes), { maxBytes });
    const { url, sha256: expectedSha256 } = file;
    return this.blobs.stage(await this.download(url), {
      maxBytes,
      ...(expectedSha256 !== undefined && { expectedSha256 }),
    });
  }
}

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
