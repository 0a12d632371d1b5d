import { useMemo } from 'react';
import type { LineageEdge, LineageNode } from '@antidote/contracts';
import { Digest } from '../ui/digest.js';
import { Time } from '../ui/time.js';
import styles from './lineage.module.css';
import { NodeBadge } from './node-badge.js';
import { NodeLink } from './node-link.js';
import { nodeWords } from './node-words.js';

const DEEPEST_INDENT = 6;

/** The graph as a list for phones and for graphs too large to draw: each thing below what it came from, indented. */
export function LineageList(props: {
  nodes: LineageNode[];
  edges: LineageEdge[];
  focus: string | null;
  recalled: ReadonlySet<string>;
}) {
  const steps = useMemo(() => stepsFromStart(props.nodes, props.edges), [props.nodes, props.edges]);
  return (
    <ul className={styles.list} aria-label="Lineage as a list">
      {props.nodes.map((node) => {
        const { type, title } = nodeWords(node);
        const indent = Math.min(steps.get(node.id) ?? 0, DEEPEST_INDENT);
        return (
          <li key={node.id} data-focus={node.id === props.focus} style={{ marginLeft: indent * 16 }}>
            <span className={styles.type}>{type}</span>
            <NodeLink node={node}>{title}</NodeLink>
            {node.digest !== null && <Digest digest={node.digest} />}
            <NodeBadge node={node} recalled={props.recalled.has(node.id)} />
            <span className={styles.type}>
              <Time iso={node.at} /> by {node.by}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** The longest way from a thing that nothing here flowed into; `nodes` stand after all that flowed into them. */
function stepsFromStart(nodes: LineageNode[], edges: LineageEdge[]): Map<string, number> {
  const into = new Map<string, string[]>();
  for (const { from, to } of edges) into.set(to, [...(into.get(to) ?? []), from]);
  const steps = new Map<string, number>();
  for (const { id } of nodes)
    steps.set(id, Math.max(0, ...(into.get(id) ?? []).map((from) => (steps.get(from) ?? 0) + 1)));
  return steps;
}
