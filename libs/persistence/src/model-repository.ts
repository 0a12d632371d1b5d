import type { Metrics, Model, ModelParameters, Page } from '@antidote/contracts';
import { AuditRepository } from './audit-repository.js';
import { found, requireUuid } from './not-found.js';
import { afterCursor, NEWEST_FIRST, type PageRequest, toPage } from './page-cursor.js';
import { type Client, inTransaction, type Prisma, translateErrors } from './prisma-client.js';

/** A model to be saved: the facts that its version and run do not tell. */
export type NewModel = Pick<
  Model,
  | 'runId'
  | 'versionId'
  | 'kind'
  | 'parameters'
  | 'metrics'
  | 'accuracyInterval'
  | 'testRows'
  | 'labelsUsed'
  | 'sha256'
  | 'mlflow'
>;

const withVersion = {
  version: { select: { digest: true, kind: true } },
  dataset: { select: { name: true } },
} satisfies Prisma.ModelInclude;
type Row = Prisma.ModelGetPayload<{ include: typeof withVersion }>;

function toModel(row: Row): Model {
  return {
    id: row.id,
    runId: row.runId,
    versionId: row.versionId,
    versionDigest: row.version.digest,
    versionKind: row.version.kind,
    dataset: row.dataset.name,
    kind: row.kind as Model['kind'],
    parameters: row.parameters as ModelParameters,
    metrics: row.metrics as unknown as Metrics,
    accuracyInterval: [row.accuracyLow, row.accuracyHigh],
    testRows: row.testRows,
    labelsUsed: row.labelsUsed as Model['labelsUsed'],
    sha256: row.sha256,
    mlflow: { runId: row.mlflowRunId, modelId: row.mlflowModelId, url: row.mlflowUrl },
    registered:
      row.registeredName === null
        ? null
        : { name: row.registeredName, version: row.registeredVersion ?? '', aliases: row.registeredAliases },
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
  };
}

export class ModelRepository {
  constructor(private readonly client: Client) {}

  list(filter: { dataset?: string | undefined }, page: PageRequest): Promise<Page<Model>> {
    return translateErrors(async () => {
      const rows = await this.client.model.findMany({
        where: { AND: [filter.dataset ? { dataset: { name: filter.dataset } } : {}, afterCursor(page.cursor)] },
        orderBy: NEWEST_FIRST,
        take: page.limit + 1,
        include: withVersion,
      });
      return toPage(rows, page.limit, toModel);
    });
  }

  /** @throws DomainError `not_found` */
  get(id: string): Promise<Model> {
    return translateErrors(async () => {
      const where = { id: requireUuid(id, 'model') };
      return toModel(found(await this.client.model.findUnique({ where, include: withVersion }), 'model', id));
    });
  }

  /** The model that holds an alias, as last seen; null when none of ours does. */
  findByAlias(registeredModel: string, alias: string): Promise<Model | null> {
    return translateErrors(async () => {
      const where = { registeredName: registeredModel, registeredAliases: { has: alias } };
      const row = await this.client.model.findFirst({ where, include: withVersion });
      return row && toModel(row);
    });
  }

  /** Saves the model of a run, once. */
  add(model: NewModel, actor: string): Promise<Model> {
    return inTransaction(this.client, async (tx) => {
      const known = await tx.model.findUnique({ where: { runId: model.runId }, include: withVersion });
      if (known) return toModel(known);
      const version = found(
        await tx.datasetVersion.findUnique({ where: { id: model.versionId } }),
        'version',
        model.versionId,
      );
      const { accuracyInterval, mlflow, ...rest } = model;
      const row = await tx.model.create({
        data: {
          ...rest,
          datasetId: version.datasetId,
          accuracyLow: accuracyInterval[0],
          accuracyHigh: accuracyInterval[1],
          mlflowRunId: mlflow.runId,
          mlflowModelId: mlflow.modelId,
          mlflowUrl: mlflow.url,
          createdBy: actor,
        },
        include: withVersion,
      });
      await new AuditRepository(tx).append({
        actor,
        action: 'model.trained',
        subject: 'model',
        subjectId: row.id,
        details: { runId: model.runId, versionId: model.versionId, sha256: model.sha256 },
      });
      return toModel(row);
    });
  }

  /** Records that the registry's alias points at a model now. An alias has one holder: every other model loses it. */
  takeAlias(id: string, { name, version, alias }: { name: string; version: string; alias: string }): Promise<void> {
    return inTransaction(this.client, async (tx) => {
      // Changes to the aliases of one name follow each other, each on what the last one left.
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`aliases ${name}`}, 3))`;
      const holders = await tx.model.findMany({
        where: { OR: [{ id }, { registeredName: name, registeredAliases: { has: alias } }] },
      });
      for (const { id: holder, registeredAliases: held } of holders) {
        const others = held.filter((other) => other !== alias);
        const own = { registeredName: name, registeredVersion: version, registeredAliases: [...others, alias] };
        await tx.model.update({ where: { id: holder }, data: holder === id ? own : { registeredAliases: others } });
      }
    });
  }
}
