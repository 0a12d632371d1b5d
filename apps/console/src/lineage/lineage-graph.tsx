import { useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { LineageEdge, LineageNode } from '@antidote/contracts';
import { shortDigest } from '../ui/format.js';
import { foldChains, type Box } from './fold-chains.js';
import { BOX, lineageLayout, type LineageLayout } from './lineage-layout.js';
import styles from './lineage.module.css';
import { NodeBadge } from './node-badge.js';
import { countsByType, nodeWords } from './node-words.js';
import { reach } from './reach.js';

const ZOOMS = [0.5, 0.75, 1, 1.25];

/**
 * The graph from left to right: opens at its own size with the focus in view. Choosing a thing lights all that follows
 * from it; arrows walk from box to box; a folded chain opens when pressed.
 */
export function LineageGraph(props: {
  nodes: LineageNode[];
  edges: LineageEdge[];
  focus: string | null;
  chosen: string | null;
  recalled: ReadonlySet<string>;
  onChoose: (id: string) => void;
}) {
  const { nodes, edges, focus, chosen, recalled } = props;
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [zoom, setZoom] = useState(ZOOMS.indexOf(1));
  const scroller = useRef<HTMLDivElement>(null);
  const graph = useMemo(() => {
    const keep = new Set([...opened, ...(focus === null ? [] : [focus])]);
    return foldChains(nodes, edges, keep);
  }, [nodes, edges, focus, opened]);
  const laid = useMemo(() => lineageLayout(graph), [graph]);
  const lit = useMemo(() => (chosen === null ? new Set<string>() : reach(edges, chosen, 'down')), [edges, chosen]);
  const isLit = (box: Box) => box.nodes.some(({ id }) => lit.has(id));
  const litBoxes = new Set(graph.boxes.filter(isLit).map(({ id }) => id));
  const scale = ZOOMS[zoom]!;

  const start = useRef(laid);
  useLayoutEffect(() => {
    const box = focus === null ? undefined : start.current.boxes.get(focus);
    if (box === undefined || scroller.current === null) return;
    const { clientWidth, clientHeight } = scroller.current;
    scroller.current.scrollTo(box.x - (clientWidth - BOX.width) / 3, box.y - (clientHeight - BOX.height) / 2);
  }, [focus]);

  const walk = (event: KeyboardEvent, from: string) => {
    const to = nextBox(laid, from, event.key);
    if (to === null) return;
    event.preventDefault();
    scroller.current?.querySelector<HTMLElement>(`[data-box="${to}"]`)?.focus();
  };
  return (
    <div className={styles.frame}>
      <div className={styles.graph} ref={scroller} role="region" aria-label="Lineage as a graph" tabIndex={0}>
        <div style={{ width: laid.width * scale, height: laid.height * scale }}>
          <div
            className={styles.canvas}
            style={{ width: laid.width, height: laid.height, transform: `scale(${scale})` }}
          >
            <svg width={laid.width} height={laid.height} aria-hidden>
              <defs>
                <Arrow id="arrow" />
                <Arrow id="arrow-lit" />
              </defs>
              {laid.links.map(({ from, to, path }) => {
                const lighted = litBoxes.has(from) && litBoxes.has(to);
                return (
                  <path
                    key={`${from} ${to}`}
                    d={path}
                    className={styles.link}
                    data-lit={lighted}
                    markerEnd={lighted ? 'url(#arrow-lit)' : 'url(#arrow)'}
                  />
                );
              })}
            </svg>
            {graph.boxes.map((box) => {
              const [node] = box.nodes as [LineageNode];
              const folded = box.nodes.length > 1;
              const { x, y } = laid.boxes.get(box.id)!;
              return (
                <button
                  key={box.id}
                  type="button"
                  className={styles.box}
                  data-box={box.id}
                  data-lit={litBoxes.has(box.id)}
                  data-focus={box.id === focus}
                  aria-pressed={folded ? undefined : box.id === chosen}
                  style={{ left: x, top: y, width: BOX.width, height: BOX.height }}
                  onKeyDown={(event) => walk(event, box.id)}
                  onClick={() =>
                    folded ? setOpened(new Set([...opened, ...box.nodes.map(({ id }) => id)])) : props.onChoose(node.id)
                  }
                >
                  {folded ? <FoldedBox box={box} /> : <NodeBox node={node} recalled={recalled.has(node.id)} />}
                </button>
              );
            })}
          </div>
        </div>
      </div>
      <div className={styles.zoom} role="group" aria-label="Size">
        <button type="button" disabled={zoom === ZOOMS.length - 1} onClick={() => setZoom(zoom + 1)}>
          <span aria-hidden>+</span>
          <span className="visually-hidden">Larger</span>
        </button>
        <button type="button" disabled={zoom === 0} onClick={() => setZoom(zoom - 1)}>
          <span aria-hidden>−</span>
          <span className="visually-hidden">Smaller</span>
        </button>
      </div>
    </div>
  );
}

const Arrow = ({ id }: { id: string }) => (
  <marker
    id={id}
    viewBox="0 0 8 8"
    refX="8"
    refY="4"
    markerWidth="9"
    markerHeight="9"
    markerUnits="userSpaceOnUse"
    orient="auto"
  >
    <path d="M0,0L8,4L0,8z" />
  </marker>
);

function NodeBox({ node, recalled }: { node: LineageNode; recalled: boolean }) {
  const { type, title } = nodeWords(node);
  return (
    <>
      <span className={styles.type}>
        {type} {node.digest !== null && <code>{shortDigest(node.digest)}</code>}
      </span>
      <strong>{title}</strong>
      <NodeBadge node={node} recalled={recalled} />
    </>
  );
}

function FoldedBox({ box }: { box: Box }) {
  return (
    <>
      <span className={styles.type}>Folded</span>
      <strong>{box.nodes.length} steps</strong>
      <span className={styles.type}>{countsByType(box.nodes)}</span>
    </>
  );
}

/** The nearest box in the direction of an arrow key, or null. */
function nextBox(laid: LineageLayout, from: string, key: string): string | null {
  const here = laid.boxes.get(from)!;
  const along = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[key];
  if (along === undefined) return null;
  const [dx, dy] = along as [number, number];
  let best: string | null = null;
  let least = Infinity;
  for (const [id, { x, y }] of laid.boxes) {
    const ahead = (x - here.x) * dx + (y - here.y) * dy;
    if (id === from || ahead <= 0) continue;
    // What lies straight ahead comes before what is nearer but aside.
    const distance = ahead + 3 * Math.abs((x - here.x) * dy + (y - here.y) * dx);
    if (distance < least) [best, least] = [id, distance];
  }
  return best;
}
