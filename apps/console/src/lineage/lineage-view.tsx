import { useMediaQuery } from '@mantine/hooks';
import { lazy, Suspense, useState } from 'react';
import type { LineageEdge, LineageNode } from '@antidote/contracts';
import { Loading } from '../ui/query-view.js';
import { LineageList } from './lineage-list.js';
import styles from './lineage.module.css';
import { NodePanel } from './node-panel.js';

const MOST_DRAWN = 200;
const LineageGraph = lazy(async () => ({ default: (await import('./lineage-graph.js')).LineageGraph }));

/** A piece of lineage as a graph with the chosen thing beside it; as a list on phones and when it is too large. */
export function LineageView(props: {
  nodes: LineageNode[];
  edges: LineageEdge[];
  focus: string | null;
  recalled: ReadonlySet<string>;
}) {
  const { nodes, edges, focus, recalled } = props;
  const phone = useMediaQuery('(width < 768px)', undefined, { getInitialValueInEffect: false });
  const [chosen, setChosen] = useState(focus);
  const node = nodes.find(({ id }) => id === chosen);
  if (phone || nodes.length > MOST_DRAWN) return <LineageList {...props} />;
  return (
    <div className={styles.view}>
      <Suspense fallback={<Loading />}>
        <LineageGraph
          nodes={nodes}
          edges={edges}
          focus={focus}
          chosen={chosen}
          recalled={recalled}
          onChoose={setChosen}
        />
      </Suspense>
      {node && <NodePanel node={node} nodes={nodes} edges={edges} recalled={recalled.has(node.id)} />}
    </div>
  );
}
