/** Position of a row id in ascending row ids by binary search; -1 where it is absent. */
export function positionOf(rowIds: Uint32Array, row: number): number {
  // Row ids are positions until a row is dropped.
  if (rowIds[row] === row) return row;
  let low = 0;
  let high = rowIds.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    if (rowIds[middle]! === row) return middle;
    if (rowIds[middle]! < row) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
