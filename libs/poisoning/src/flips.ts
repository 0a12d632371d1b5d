import { emptyPatch, type Patch, type Table } from '@antidote/tabular';

/** The patch that gives the rows at `positions` the classes of `codes`, in row order. */
export function flips({ rowIds, target }: Table, positions: ArrayLike<number>, codes: ArrayLike<number>): Patch {
  const relabel = Array.from(positions, (position, i) => ({
    row: rowIds[position]!,
    from: target.classes[target.codes[position]!]!,
    to: target.classes[codes[i]!]!,
  }));
  return { ...emptyPatch(), relabel: relabel.sort((a, b) => a.row - b.row) };
}
