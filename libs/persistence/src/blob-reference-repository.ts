import type { BlobReference } from '@antidote/contracts';
import { AuditRepository } from './audit-repository.js';
import { type Client, translateErrors } from './prisma-client.js';

/** Which rows refer to which blobs: one line here for every column that holds the hash of one. */
export class BlobReferenceRepository {
  constructor(private readonly client: Client) {}

  /** Every reference, by hash. */
  list(): Promise<BlobReference[]> {
    return translateErrors(
      () => this.client.$queryRaw<BlobReference[]>`
        SELECT "sha256", "type", held."id", "Dataset"."name" AS "dataset", "part" FROM (
          SELECT "baseBlob" AS "sha256", 'version' AS "type", "id", "datasetId", 'table' AS "part" FROM "DatasetVersion"
          UNION ALL SELECT "rawBlob", 'version', "id", "datasetId", 'file' FROM "DatasetVersion"
          UNION ALL SELECT "patchBlob", 'version', "id", "datasetId", 'patch' FROM "DatasetVersion"
          UNION ALL SELECT "groundTruthBlob", 'version', "id", "datasetId", 'ground-truth' FROM "DatasetVersion"
          UNION ALL SELECT "sha256", 'model', "id", "datasetId", 'onnx' FROM "Model"
          UNION ALL SELECT "reportBlob", 'run', "id", "datasetId", 'report' FROM "Run"
          UNION ALL SELECT "issuesBlob", 'review', "id", "datasetId", 'issues' FROM "Review"
          UNION ALL SELECT validation."reportBlob", 'validation', validation."id", version."datasetId", 'report'
            FROM "Validation" validation JOIN "DatasetVersion" version ON version."id" = validation."versionId"
          UNION ALL SELECT trusted."sealedBlob", 'trusted-set', trusted."id", version."datasetId", 'seal'
            FROM "TrustedSet" trusted JOIN "DatasetVersion" version ON version."id" = trusted."versionId"
        ) held JOIN "Dataset" ON "Dataset"."id" = held."datasetId"
        WHERE "sha256" IS NOT NULL ORDER BY "sha256", "type", held."id", "part"`,
    );
  }

  /** Records in the audit trail that versions lost bytes. */
  async tellDamage(references: BlobReference[], actor: string): Promise<void> {
    const audit = new AuditRepository(this.client);
    for (const { sha256, type, id, dataset, part } of references) {
      await audit.append({
        actor,
        action: 'blob.damaged',
        subject: type,
        subjectId: id,
        details: { sha256, dataset, part },
      });
    }
  }
}
