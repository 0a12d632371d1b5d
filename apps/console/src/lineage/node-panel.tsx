import { Link } from '@tanstack/react-router';
import type { LineageEdge, LineageNode } from '@antidote/contracts';
import { impactRef } from '../impact/impact-ref.js';
import { Digest } from '../ui/digest.js';
import page from '../ui/page.module.css';
import { Time } from '../ui/time.js';
import styles from './lineage.module.css';
import { NodeBadge } from './node-badge.js';
import { NodeLink } from './node-link.js';
import { countsByType, nodeWords } from './node-words.js';
import { reach } from './reach.js';

/** The chosen thing: what it is, who made it, what it came from and flowed into here, and where to go from it. */
export function NodePanel(props: { node: LineageNode; nodes: LineageNode[]; edges: LineageEdge[]; recalled: boolean }) {
  const { node, nodes, edges } = props;
  const { type, title } = nodeWords(node);
  const others = (way: 'up' | 'down') => {
    const ids = reach(edges, node.id, way);
    return countsByType(nodes.filter(({ id }) => id !== node.id && ids.has(id))) || 'nothing here';
  };
  return (
    <aside className={styles.panel} aria-label="The chosen thing">
      <div>
        <span className={styles.type}>{type}</span>
        <h2>
          <NodeLink node={node}>{title}</NodeLink>
        </h2>
      </div>
      <NodeBadge node={node} recalled={props.recalled} />
      <dl>
        <dt>Made</dt>
        <dd>
          <Time iso={node.at} /> by {node.by}
        </dd>
        {node.digest !== null && (
          <>
            <dt>{node.type === 'model' ? 'Bytes' : 'Digest'}</dt>
            <dd>
              <Digest digest={node.digest} />
            </dd>
          </>
        )}
        <dt>Came from</dt>
        <dd>{others('up')}</dd>
        <dt>Flowed into</dt>
        <dd>{others('down')}</dd>
      </dl>
      <p className={page.small}>
        <Link to="/lineage" search={{ focus: node.id }}>
          Start from here
        </Link>
      </p>
      {node.type === 'version' && (
        <p className={page.small}>
          <Link to="/impact/$ref" params={{ ref: impactRef({ type: 'version', versionId: node.id }) }}>
            What did it touch?
          </Link>
        </p>
      )}
    </aside>
  );
}
