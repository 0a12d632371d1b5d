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
      return { from, to, path: smooth(points) };
    }),
  };
}

interface Point {
  x: number;
  y: number;
}

/** A path through the points which turns at the middle of each leg: no corner, and no further out than the legs. */
export function smooth(points: Point[]): string {
  const at = ({ x, y }: Point) => `${round(x)},${round(y)}`;
  const [first, ...rest] = points;
  if (first === undefined) return '';
  const last = rest.at(-1) ?? first;
  const turns = rest.slice(0, -1).map((point, index) => {
    const next = rest[index + 1]!;
    const end = index === rest.length - 2 ? last : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q${at(point)} ${at(end)}`;
  });
  return `M${at(first)}${turns.length > 0 ? turns.join('') : `L${at(last)}`}`;
}

const round = (value: number): number => Math.round(value * 10) / 10;
