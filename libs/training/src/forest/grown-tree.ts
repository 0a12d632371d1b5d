/** A tree as the kernel hands it over; see `packTree`. */
export interface GrownTree {
  nodes: ArrayBuffer;
  nodeCount: number;
  setCount: number;
  /** Distributions of its leaves of several classes, in batches. */
  shares: Float64Array[];
}

/** The parts of a `GrownTree`, without copying. */
export function treeParts({ nodes, nodeCount, setCount }: GrownTree, hasCategories: boolean) {
  let at = 0;
  const words = (count: number) => {
    const part = new Int32Array(nodes, at, count);
    at += 4 * count;
    return part;
  };
  const threshold = new Float64Array(nodes, 0, nodeCount);
  at = 8 * nodeCount;
  const feature = words(nodeCount);
  const next = words(nodeCount);
  const set = hasCategories ? words(nodeCount) : null;
  const sets = hasCategories ? words(8 * setCount) : null;
  const splitBin = new Uint8Array(nodes, at, nodeCount);
  const missingLeft = new Uint8Array(nodes, at + nodeCount, nodeCount);
  return { threshold, feature, next, set, sets, splitBin, missingLeft };
}
