import { graphlib, layout } from '@dagrejs/dagre';
import type { BoxGraph } from './fold-chains.js';

/** The size of every box, in CSS pixels. */
export const BOX = { width: 196, height: 88 };

export interface LineageLayout {
  width: number;
  height: number;
  /** Upper left corner of each box, by its id. */
  boxes: Map<string, { x: number; y: number }>;
  /** One path a link, through the bend points of the layout. */
  links: { from: string; to: string; path: string }[];
}

/** Lays the graph out in columns from left to right, in the direction of the data. */
export function lineageLayout({ boxes, links }: BoxGraph): LineageLayout {
  const graph = new graphlib.Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 20, edgesep: 12, ranksep: 48, marginx: 24, marginy: 24 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of boxes) graph.setNode(id, { ...BOX });
  for (const { from, to } of links) graph.setEdge(from, to);
  layout(graph);
  const corner = (id: string) => {
    const { x, y } = graph.node(id) as { x: number; y: number };
    return { x: x - BOX.width / 2, y: y - BOX.height / 2 };
  };
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    width,
    height,
    boxes: new Map(boxes.map(({ id }) => [id, corner(id)])),
    links: links.map(({ from, to }) => {
      const { points } = graph.edge(from, to) as { points: Point[] };
      const [start, end] = [corner(from), corner(to)];
      const middle = BOX.height / 2;
      // From the right edge to the left one: where dagre would enter from above, arrows would hide what a box says.
      const path = [
        { x: start.x + BOX.width, y: start.y + middle },
        ...points.slice(1, -1),
        { x: end.x, y: end.y + middle },
      ];
      return { from, to, path: smooth(path) };
    }),
  };
}

interface Point {
  x: number;
  y: number;
}

/**
 * A path through the points that leaves and arrives level: each leg is a curve whose ends lie flat, so that it never
 * runs further up or down than its points.
 */
export function smooth(points: Point[]): string {
  const at = (x: number, y: number) => `${round(x)},${round(y)}`;
  const [first, ...rest] = points;
  if (first === undefined) return '';
  let here = first;
  let path = `M${at(first.x, first.y)}`;
  for (const next of rest) {
    const half = (here.x + next.x) / 2;
    path += here.y === next.y ? `H${round(next.x)}` : `C${at(half, here.y)} ${at(half, next.y)} ${at(next.x, next.y)}`;
    here = next;
  }
  return path;
}

const round = (value: number): number => Math.round(value * 10) / 10;
