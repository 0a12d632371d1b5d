import { Inject, Injectable } from '@nestjs/common';
import type { RowProof, VersionVerification } from '@antidote/contracts';
import type { Database } from '@antidote/persistence';
import { DomainError } from '@antidote/tabular';
import type { ApiConfig } from '../config.js';
import { CONFIG, DATABASE, TABLE_TASKS } from '../ports.js';
import { tableBytes } from '../table-tasks/table-bytes.js';
import type { RunTableTask } from '../table-tasks/table-tasks.js';

@Injectable()
export class VerificationsService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(TABLE_TASKS) private readonly runTask: RunTableTask,
    @Inject(CONFIG) private readonly config: ApiConfig,
  ) {}

  async verify(id: string): Promise<VersionVerification> {
    const { version, erasedRows, stored } = await this.read(id);
    const { computed, rows } = await this.runTask('digest', stored, tableBytes(version));
    const { digest } = version;
    return { versionId: id, digest, computed, matches: computed === digest, rows, erasedRows };
  }

  /** @throws DomainError `invalid_state` when the digest is history, because rows were erased; `digest_mismatch` */
  async prove(id: string, row: number): Promise<RowProof> {
    const { version, erasedRows, stored } = await this.read(id);
    const proof = await this.runTask('proveRow', { ...stored, row }, tableBytes(version));
    if (proof.digest === version.digest) return proof;
    if (erasedRows > 0) {
      throw new DomainError(
        'invalid_state',
        `${erasedRows} rows of the registered file were erased since, so that its rows no longer lead to the digest ${version.digest}.`,
      );
    }
    throw new DomainError(
      'digest_mismatch',
      `The stored rows lead to the digest ${proof.digest}, not to ${version.digest} as registered; restore them from a backup.`,
    );
  }

  private async read(id: string) {
    const lineage = await this.database.versions.lineage(id);
    const { baseBlob, patchBlob } = await this.database.versions.storage(id);
    const tombstones = await this.database.erasures.tombstones(lineage.at(-1)!.id);
    return {
      version: lineage[0]!,
      erasedRows: tombstones.length,
      stored: { blobs: this.config.blobs, baseBlob, patchBlob },
    };
  }
}
