import type { ModelKind } from '@antidote/contracts';
import { type Table } from '@antidote/tabular';
import { binFeatures, fitModel, predictLabels } from '@antidote/training';
import { certifiedRadius } from '../certificate/certified-radius.js';
import { partitionVotes } from '../certificate/partition-votes.js';

/** A way to train and predict that an attack is tried on. */
export interface Challenger {
  name: string;
  /**
   * Trains on `train` and predicts the rows of `test`, whose labels it does not see.
   * @returns codes into `train.target.classes`, one a test row
   */
  predict(train: Table, test: Table, seed: number): Int32Array | Promise<Int32Array>;
}

export function modelChallenger(kind: ModelKind, threads = 1): Challenger {
  return {
    name: kind,
    predict({ features, rowCount, target }, test, seed) {
      const model = fitModel(kind, binFeatures(features, rowCount), target.codes, target.classes, { seed, threads });
      return predictLabels(model, test.features, test.rowCount);
    },
  };
}

/** The vote of parts that certificates speak of; its number of parts and its seed are fixed, as the proof wants it. */
export function voteChallenger({ parts, seed }: { parts: number; seed: number }): Challenger {
  return {
    name: 'certified-vote',
    predict(train, test) {
      const { votes, parts: voters, classes } = partitionVotes(train, test, { parts, seed });
      const counts = new Float64Array(test.rowCount * classes.length);
      for (let row = 0; row < test.rowCount; row++) {
        for (let part = 0; part < voters; part++) counts[row * classes.length + votes[row * voters + part]!]!++;
      }
      return certifiedRadius(counts, classes.length).predicted;
    },
  };
}
