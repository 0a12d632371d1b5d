import { selectRows, type Table } from '@antidote/tabular';
import { predictProbabilities, type TreeModel } from '@antidote/training';

/**
 * Out-of-bag probabilities of a forest fitted on the table; rows without an out-of-bag vote (left out of the fit, or
 * drawn by every tree) are judged by the whole forest.
 * @returns row-major, rows x classes
 */
export function unseenByTheForest(table: Table, model: TreeModel, threads: number): Float64Array {
  const { probabilities, votes } = model.outOfBag!;
  const classCount = model.classes.length;
  const unseen = Uint32Array.from(votes.keys()).filter((row) => votes[row] === 0);
  const judged = predictProbabilities(model, selectRows(table, unseen).features, unseen.length, { threads });
  unseen.forEach((row, i) => {
    probabilities.set(judged.subarray(i * classCount, (i + 1) * classCount), row * classCount);
  });
  return probabilities;
}
