import type { DatasetExpectations } from '@antidote/contracts';
import { DomainError } from '@antidote/tabular';
import { AuditRepository } from './audit-repository.js';
import { found } from './not-found.js';
import { type Client, inTransaction, translateErrors } from './prisma-client.js';

/** A revision of what is expected of a dataset, as it was written. */
export type ExpectationsRow = Omit<DatasetExpectations, 'expectations'>;

export class ExpectationsRepository {
  constructor(private readonly client: Client) {}

  /** The newest revision; 0 when nothing was ever declared. @throws DomainError `not_found` for an unknown dataset */
  get(dataset: string): Promise<ExpectationsRow> {
    return translateErrors(async () => read(this.client, dataset, await idOf(this.client, dataset)));
  }

  /**
   * Adds a revision; the same text again changes nothing.
   *
   * @param revision the one that the caller read
   * @throws DomainError `not_found`; `precondition_failed` when there is another by now
   */
  set(dataset: string, yaml: string, revision: number, actor: string): Promise<ExpectationsRow> {
    return inTransaction(this.client, async (tx) => {
      const datasetId = await idOf(tx, dataset);
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`expectations ${datasetId}`}, 6))`;
      const before = await read(tx, dataset, datasetId);
      if (before.revision !== revision) {
        throw new DomainError(
          'precondition_failed',
          `the expectations of ${dataset} are at revision ${before.revision}, and you read ${revision}; read them again`,
        );
      }
      if (before.yaml === yaml) return before;
      await tx.datasetExpectations.create({ data: { datasetId, revision: revision + 1, yaml, setBy: actor } });
      await new AuditRepository(tx).append({
        actor,
        action: 'expectations.set',
        subject: 'dataset',
        subjectId: datasetId,
        before: { revision, yaml: before.yaml },
        after: { revision: revision + 1, yaml },
      });
      return read(tx, dataset, datasetId);
    });
  }
}

async function idOf(client: Client, dataset: string): Promise<string> {
  return found(await client.dataset.findUnique({ where: { name: dataset } }), 'dataset', dataset).id;
}

async function read(client: Client, dataset: string, datasetId: string): Promise<ExpectationsRow> {
  const row = await client.datasetExpectations.findFirst({ where: { datasetId }, orderBy: { revision: 'desc' } });
  if (!row) return { dataset, revision: 0, yaml: '', setAt: null, setBy: null };
  const { revision, yaml, setAt, setBy } = row;
  return { dataset, revision, yaml, setAt: setAt.toISOString(), setBy };
}
