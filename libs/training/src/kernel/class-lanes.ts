/*
 * The part of the split search for several classes that only `assembly/class-lanes.ts` has: there a bin's weights by
 * class fill the lanes of vectors. It finds the same split as `class-split.ts`, to the last bit.
 */

/** Whether a node with so much weight is searched by `visitLanes`. Called once a node, before its features are visited. */
export function fillLanes(_task: i32, _worker: i32, _total: f64): boolean {
  return false;
}

/**
 * Looks for a better split of the node on `feature`, which has no missing value.
 * @returns 0 when the feature is constant in the node
 */
// prettier-ignore
export function visitLanes(
  _task: i32, _worker: i32, _feature: i32, _column: i32, _from: i32, _size: i32, _total: f64,
): i32 {
  return 0;
}
