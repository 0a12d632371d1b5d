import type { NearestNeighbors } from './nearest-neighbors.js';

/**
 * Rows in Tomek links: two rows of different classes, each the other's nearest neighbour; such a pair lies on the
 * border or one of the two is noise.
 *
 * @param codes class of each point
 * @param nearest the nearest neighbour of each point (k = 1 or more)
 * @returns partner of each point, -1 for a point in no link
 * @see Tomek, Two modifications of CNN (IEEE Transactions on Systems, Man and Cybernetics 6, 1976)
 */
export function tomekLinks(codes: ArrayLike<number>, { k, index }: NearestNeighbors): Int32Array {
  return Int32Array.from({ length: codes.length }, (_, point) => {
    const other = index[point * k]!;
    return index[other * k] === point && codes[other] !== codes[point] ? other : -1;
  });
}
