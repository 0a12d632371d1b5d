import type { LineageEdge, LineageNode, LineageNodeType } from '@antidote/contracts';
import { found, requireUuid } from './not-found.js';
import { type Client, Prisma, translateErrors } from './prisma-client.js';

export interface LineageSlice {
  nodes: LineageNode[];
  edges: LineageEdge[];
  /** Whether more was reachable than the limit let in. */
  truncated: boolean;
}

/** A registered file: its version and canonical table. */
export interface OtherOriginal {
  id: string;
  baseBlob: string;
  rows: number;
  features: number;
}

export type Direction = 'upstream' | 'downstream' | 'both';

interface NodeRow extends Omit<LineageNode, 'at'> {
  at: Date;
}

/** Reads the graph of versions, runs, reviews, models and promotions by the ids that rows already hold. */
export class LineageRepository {
  constructor(private readonly client: Client) {}

  /**
   * What lies within `depth` steps of a thing, the nearest first where the limit cuts.
   * @throws DomainError `not_found` for an id that nothing bears
   */
  around(focus: string, depth: number, direction: Direction, limit: number): Promise<LineageSlice> {
    return translateErrors(async () => {
      requireUuid(focus, 'version, run, review, model or promotion');
      // Two walks and not one: a walk that turned around would reach everything that shares an ancestor.
      const reached = new Map<string, number>();
      for (const way of direction === 'both' ? (['upstream', 'downstream'] as const) : [direction]) {
        for (const { id, depth: at } of await this.walk(focus, depth, way, limit + 1)) {
          reached.set(id, Math.min(at, reached.get(id) ?? at));
        }
      }
      const nearest = [...reached].sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1)).map(([id]) => id);
      const slice = await this.slice(nearest.slice(0, limit));
      found(slice.nodes[0], 'version, run, review, model or promotion', focus);
      return { ...slice, truncated: nearest.length > limit };
    });
  }

  /** All that the starts flowed into, the starts included; complete, unless it is more than `limit` things. */
  downstream(starts: string[], limit: number): Promise<LineageSlice> {
    return translateErrors(async () => {
      const rows = await this.client.$queryRaw<{ id: string }[]>`
        WITH RECURSIVE reached("id") AS (
          SELECT unnest(${starts}::uuid[])
          UNION
          SELECT edge."to" FROM reached JOIN "LineageEdge" edge ON edge."from" = reached."id"
        )
        SELECT "id" FROM reached LIMIT ${limit + 1}`;
      const slice = await this.slice(rows.slice(0, limit).map(({ id }) => id));
      return { ...slice, truncated: rows.length > limit };
    });
  }

  /** A version and every version derived from it, over any number of steps, with their rows. */
  descendants(versionId: string): Promise<{ id: string; rows: number }[]> {
    return translateErrors(
      () => this.client.$queryRaw<{ id: string; rows: number }[]>`
        WITH RECURSIVE derived("id", "rows") AS (
          SELECT "id", "rowCount" FROM "DatasetVersion" WHERE "id" = ${requireUuid(versionId, 'version')}::uuid
          UNION
          SELECT version."id", version."rowCount"
          FROM derived JOIN "DatasetVersion" version ON version."parentId" = derived."id"
        )
        SELECT "id", "rows" FROM derived`,
    );
  }

  /** Other registered files with the same features, of whatever dataset, the newest first. */
  originalsLike(versionId: string): Promise<OtherOriginal[]> {
    return translateErrors(
      () => this.client.$queryRaw<OtherOriginal[]>`
        SELECT other."id", other."baseBlob", other."rowCount" AS "rows", other."featureCount" AS "features"
        FROM "DatasetVersion" mine
        JOIN "DatasetVersion" other ON other."kind" = 'original' AND other."id" <> mine."id"
          AND other."featureCount" = mine."featureCount"
        WHERE mine."id" = ${requireUuid(versionId, 'version')}::uuid AND NOT EXISTS (
          SELECT 1 FROM jsonb_array_elements(mine."columns") mine_column
          WHERE NOT other."columns" @> jsonb_build_array(
            jsonb_build_object('name', mine_column -> 'name', 'type', mine_column -> 'type')))
        ORDER BY other."createdAt" DESC, other."id" DESC`,
    );
  }

  /** The versions of a dataset that hold rows of a source, with how many. */
  versionsWithSource(dataset: string, source: string): Promise<{ versionId: string; rows: number }[]> {
    return translateErrors(
      () => this.client.$queryRaw<{ versionId: string; rows: number }[]>`
        SELECT held."versionId", held."rows"
        FROM "VersionSource" held
        JOIN "DatasetVersion" version ON version."id" = held."versionId"
        JOIN "Dataset" dataset ON dataset."id" = version."datasetId"
        WHERE dataset."name" = ${dataset} AND md5(held."source") = md5(${source}) AND held."source" = ${source}
          AND held."rows" > 0
        ORDER BY held."versionId"`,
    );
  }

  /** The sources of a version with their rows, the largest first. */
  sources(versionId: string): Promise<{ source: string; rows: number }[]> {
    return translateErrors(() =>
      this.client.versionSource.findMany({
        where: { versionId: requireUuid(versionId, 'version'), rows: { gt: 0 } },
        select: { source: true, rows: true },
        orderBy: [{ rows: 'desc' }, { position: 'asc' }],
      }),
    );
  }

  private walk(focus: string, depth: number, way: 'upstream' | 'downstream', limit: number) {
    const [here, there] = way === 'upstream' ? ['to', 'from'] : ['from', 'to'];
    const [known, next] = [Prisma.raw(`"${here}"`), Prisma.raw(`"${there}"`)];
    return this.client.$queryRaw<{ id: string; depth: number }[]>`
      WITH RECURSIVE reached("id", "depth") AS (
        SELECT ${focus}::uuid, 0
        UNION
        SELECT edge.${next}, reached."depth" + 1
        FROM reached JOIN "LineageEdge" edge ON edge.${known} = reached."id"
        WHERE reached."depth" < ${depth}
      )
      SELECT "id", min("depth")::int AS "depth" FROM reached GROUP BY "id" ORDER BY 2, 1 LIMIT ${limit}`;
  }

  private async slice(ids: string[]): Promise<Omit<LineageSlice, 'truncated'>> {
    const nodes = await this.client.$queryRaw<NodeRow[]>`
        WITH wanted AS (SELECT unnest(${ids}::uuid[]) AS "id")
        SELECT it."id", 'version' AS "type", dataset."name" AS "dataset", it."kind"::text AS "label",
          NULL AS "state", it."digest", it."createdAt" AS "at", it."createdBy" AS "by"
          FROM wanted JOIN "DatasetVersion" it USING ("id") JOIN "Dataset" dataset ON dataset."id" = it."datasetId"
        UNION ALL SELECT it."id", 'run', dataset."name", it."kind", it."state"::text, NULL, it."createdAt", it."requestedBy"
          FROM wanted JOIN "Run" it USING ("id") JOIN "Dataset" dataset ON dataset."id" = it."datasetId"
        UNION ALL SELECT it."id", 'review', dataset."name", 'review', it."state"::text, NULL, it."createdAt", run."requestedBy"
          FROM wanted JOIN "Review" it USING ("id") JOIN "Dataset" dataset ON dataset."id" = it."datasetId"
          JOIN "Run" run ON run."id" = it."runId"
        UNION ALL SELECT it."id", 'model', dataset."name", it."kind", NULL, it."sha256", it."createdAt", it."createdBy"
          FROM wanted JOIN "Model" it USING ("id") JOIN "Dataset" dataset ON dataset."id" = it."datasetId"
        UNION ALL SELECT it."id", 'promotion', dataset."name", it."registeredModel" || '@' || it."alias", it."state"::text,
          NULL, it."createdAt", it."requestedBy"
          FROM wanted JOIN "Promotion" it USING ("id") JOIN "Model" model ON model."id" = it."modelId"
          JOIN "Dataset" dataset ON dataset."id" = model."datasetId"`;
    const edges = await this.client.$queryRaw<LineageEdge[]>`
        SELECT DISTINCT edge."from", edge."to", edge."relation" FROM unnest(${ids}::uuid[]) AS wanted("id")
        JOIN "LineageEdge" edge ON edge."from" = wanted."id" WHERE edge."to" = ANY(${ids}::uuid[])`;
    return {
      nodes: nodes.map((node) => ({ ...node, type: node.type as LineageNodeType, at: node.at.toISOString() })),
      edges,
    };
  }
}
