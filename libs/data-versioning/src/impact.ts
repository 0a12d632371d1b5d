import type { AffectedVersion, AliasWindow, Impact, ImpactSubject, LineageNode } from '@antidote/contracts';
import { downstreamOf, inOrder, type LineageGraph } from './lineage-graph.js';

/** How a version is affected, by its id. */
export type AffectedVersions = ReadonlyMap<string, Pick<AffectedVersion, 'rows' | 'foundBy'>>;

/**
 * Everything that the affected versions flowed into: runs over them, reviews, models, promotions that they or a study
 * of them stood behind, and the aliases that affected models held. The flow stops at a version that holds none of the
 * bad data, such as one built without the source.
 *
 * @param graph at least all that lies downstream of the affected versions
 * @param windows of all aliases, whoever held them
 * @param limits what was not looked at, in words
 */
export function impactOf(
  subject: ImpactSubject,
  graph: LineageGraph,
  affected: AffectedVersions,
  windows: AliasWindow[],
  limits: string[] = [],
): Impact {
  const enter = (node: LineageNode) => node.type !== 'version' || affected.has(node.id);
  const reached = downstreamOf(graph, affected.keys(), enter);
  const { nodes, edges } = inOrder({
    nodes: graph.nodes.filter(({ id }) => reached.has(id)),
    edges: graph.edges,
  });
  const of = (type: LineageNode['type']) => nodes.filter((node) => node.type === type);
  const models = of('model');
  const modelIds = new Set(models.map(({ id }) => id));
  return {
    subject,
    versions: of('version').map((node) => ({ ...node, ...affected.get(node.id)! })),
    runs: of('run'),
    reviews: of('review'),
    models,
    promotions: of('promotion'),
    aliases: windows.filter(({ modelId }) => modelIds.has(modelId)),
    edges,
    limits,
  };
}
