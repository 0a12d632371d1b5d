import type { LineageEdge, LineageNode } from '@antidote/contracts';
import { neighbours } from './reach.js';

/** One box of the graph: a single thing, or a chain of things without branches that is folded into one. */
export interface Box {
  /** That of the first thing in it. */
  id: string;
  nodes: LineageNode[];
}

export interface BoxGraph {
  boxes: Box[];
  /** Between boxes, each pair once. */
  links: { from: string; to: string }[];
}

/** Fewer than this many are drawn as they are: folding two would save one box. */
const SHORTEST_CHAIN = 3;

/**
 * Folds each run of things that have one thing before and one after them, and nothing else.
 *
 * @param nodes each after all that flowed into it, as the server gives them
 * @param keep ids that stay boxes of their own: the focus, and chains that were opened by any of their things
 */
export function foldChains(nodes: LineageNode[], edges: LineageEdge[], keep: ReadonlySet<string>): BoxGraph {
  const [after, before] = [neighbours(edges, 'down'), neighbours(edges, 'up')];
  const inner = ({ id }: LineageNode) => !keep.has(id) && after.get(id)?.length === 1 && before.get(id)?.length === 1;
  const chains = new Map<string, Box>();
  const boxOf = new Map<string, string>();
  const boxes: Box[] = [];
  for (const node of nodes) {
    const ahead = before.get(node.id)?.[0];
    const chain = inner(node) && ahead !== undefined ? chains.get(ahead) : undefined;
    if (chain) chain.nodes.push(node);
    const box = chain ?? { id: node.id, nodes: [node] };
    if (!chain) boxes.push(box);
    if (inner(node)) chains.set(node.id, box);
  }
  const drawn = boxes.flatMap((box) =>
    box.nodes.length < SHORTEST_CHAIN ? box.nodes.map((node) => ({ id: node.id, nodes: [node] })) : [box],
  );
  for (const box of drawn) for (const node of box.nodes) boxOf.set(node.id, box.id);
  const links = new Map<string, { from: string; to: string }>();
  for (const edge of edges) {
    const [from, to] = [boxOf.get(edge.from), boxOf.get(edge.to)];
    if (from !== undefined && to !== undefined && from !== to) links.set(`${from} ${to}`, { from, to });
  }
  return { boxes: drawn, links: [...links.values()] };
}
