import type { LineageEdge } from '@antidote/contracts';

/** A thing and all that it flowed into (`down`) or came from (`up`), over any number of steps. */
export function reach(edges: LineageEdge[], start: string, way: 'down' | 'up'): Set<string> {
  const next = neighbours(edges, way);
  const reached = new Set([start]);
  for (const id of reached) for (const other of next.get(id) ?? []) reached.add(other);
  return reached;
}

/** What lies one step on from each thing. */
export function neighbours(edges: LineageEdge[], way: 'down' | 'up'): Map<string, string[]> {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) {
    const [here, there] = way === 'down' ? [from, to] : [to, from];
    const list = next.get(here);
    if (list === undefined) next.set(here, [there]);
    else if (!list.includes(there)) list.push(there);
  }
  return next;
}
