import type { Table } from '@antidote/tabular';
import { binFeatures, fitModel, predictProbabilities } from '@antidote/training';

/** Neighbours that vote, where it is left to us. */
const NEIGHBORS = 51;

/**
 * Votes of the nearest training rows of each test row. A changed label turns at most one vote of each test row. Rows that
 * are added, taken away or changed move the scale of the columns too, so that this certificate covers changed labels alone.
 *
 * @param neighbors 51 unless given
 * @returns row-major, test rows x classes: votes, fractions where rows at one distance share them
 * @throws DomainError `parameter_out_of_range` for more neighbours than training rows
 * @see Jia, Liu, Cao & Gong, Certified Robustness of Nearest Neighbors against Data Poisoning (AAAI 2022)
 */
export function neighborVotes(table: Table, test: Table, neighbors = NEIGHBORS): Float64Array {
  const { codes, classes } = table.target;
  const model = fitModel('k-nearest-neighbors', binFeatures(table.features, table.rowCount), codes, classes, {
    seed: 0,
    parameters: { nNeighbors: neighbors },
  });
  const shares = predictProbabilities(model, test.features, test.rowCount);
  // Shares are quotients by the number of neighbours; the rounding undoes what the division lost.
  return shares.map((share) => Math.round(share * neighbors * 1e6) / 1e6);
}
