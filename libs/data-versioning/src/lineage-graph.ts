import type { LineageEdge, LineageNode } from '@antidote/contracts';

/** Versions, runs, reviews, models and promotions, and what flowed from which into which. Without cycles. */
export interface LineageGraph {
  nodes: LineageNode[];
  edges: LineageEdge[];
}

/** Time first, so that equal graphs come in one order whatever order they were read in. */
const byAge = (a: LineageNode, b: LineageNode) =>
  a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;

/**
 * The graph with each node after all that flowed into it, the older first among equals; edges follow their nodes.
 * Edges to nodes outside the graph are left out. O(n log n + m).
 *
 * @see Kahn, Topological sorting of large networks (CACM 5, 1962)
 */
export function inOrder({ nodes, edges }: LineageGraph): LineageGraph {
  const aged = [...nodes].sort(byAge);
  const age = new Map(aged.map(({ id }, index) => [id, index]));
  const inner = edges.filter(({ from, to }) => age.has(from) && age.has(to));
  const waitsFor = new Int32Array(aged.length);
  const children = aged.map((): number[] => []);
  for (const { from, to } of inner) {
    waitsFor[age.get(to)!]!++;
    children[age.get(from)!]!.push(age.get(to)!);
  }
  const ordered: number[] = [];
  let ready = [...aged.keys()].filter((index) => waitsFor[index] === 0);
  while (ready.length > 0) {
    ordered.push(...ready);
    const next: number[] = [];
    for (const index of ready) for (const child of children[index]!) if (--waitsFor[child]! === 0) next.push(child);
    ready = next.sort((a, b) => a - b);
  }
  const position = new Map(ordered.map((index, place) => [aged[index]!.id, place]));
  return {
    nodes: ordered.map((index) => aged[index]!),
    edges: inner.sort(
      (a, b) =>
        position.get(a.from)! - position.get(b.from)! ||
        position.get(a.to)! - position.get(b.to)! ||
        (a.relation < b.relation ? -1 : a.relation > b.relation ? 1 : 0),
    ),
  };
}

/**
 * Ids of all that the starts flowed into, the starts included.
 *
 * @param enter whether the flow goes on through a node; one that is refused is left out, with what only it leads to
 */
export function downstreamOf(
  { nodes, edges }: LineageGraph,
  starts: Iterable<string>,
  enter: (node: LineageNode) => boolean = () => true,
): Set<string> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const children = new Map<string, string[]>();
  for (const { from, to } of edges) {
    const known = children.get(from);
    if (known) known.push(to);
    else children.set(from, [to]);
  }
  const reached = new Set<string>();
  const waiting = [...starts].filter((id) => byId.has(id));
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    for (const child of children.get(id) ?? []) {
      const node = byId.get(child);
      if (node && !reached.has(child) && enter(node)) waiting.push(child);
    }
  }
  return reached;
}
