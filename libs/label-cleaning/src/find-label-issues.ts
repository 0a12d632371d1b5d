import { DomainError, selectRows, type Table } from '@antidote/tabular';
import { binFeatures, fitModel, predictProbabilities, type TreeModel } from '@antidote/training';
import { flagByNoiseRate } from './flag-by-noise-rate.js';
import type { LabelIssues } from './label-issues.js';
import { labelMargins } from './label-margins.js';

export interface FindLabelIssuesOptions {
  seed: number;
  /** Called with the share done, in [0, 1]. */
  onProgress?(share: number): void;
}

/** A forest that sees through wrong labels rather than learning them by heart: leaves of three rows or more. */
const PARAMETERS = { nEstimators: 200, minSamplesLeaf: 3, maxFeatures: 'sqrt' };

/**
 * Ranks rows by how strongly trees that never saw a row speak against its label: the out-of-bag margin
 * max over j != y of P[j] - P[y] of a random forest of 200 trees. Rows are flagged by confident learning's
 * prune-by-noise-rate, or by a margin above 0 where more than 30 % of the labels are estimated wrong.
 *
 * @throws DomainError `single_class` when there is no other label to suspect, `too_few_rows`
 * @see Northcutt, Jiang & Chuang, Confident Learning (JAIR 2021)
 */
export function findLabelIssues(table: Table, { seed, onProgress }: FindLabelIssuesOptions): LabelIssues {
  const { codes, classes } = table.target;
  if (classes.length < 2) {
    throw new DomainError(
      'single_class',
      `column '${table.target.name}' has a single class; no label can be suspected`,
    );
  }
  onProgress?.(0);
  const binned = binFeatures(table.features, table.rowCount);
  const model = fitModel('random-forest', binned, codes, classes, { seed, parameters: PARAMETERS, outOfBag: true });
  onProgress?.(0.8);
  const predProbs = probabilitiesOf(table, model);
  const margins = labelMargins(predProbs, codes, classes.length);
  const issues: LabelIssues = {
    quality: Float64Array.from(margins, (margin, row) => (codes[row]! < 0 ? 1 : (1 - margin) / 2)),
    suggested: suggestions(predProbs, codes, classes.length),
    flagged: flagByNoiseRate(predProbs, codes, classes.length),
    ranked: rankedBySuspicion(margins, codes),
    predProbs,
  };
  onProgress?.(1);
  return issues;
}

/** Out-of-bag probabilities; rows without a vote (no label, or in every bootstrap) are judged by the whole forest. */
function probabilitiesOf(table: Table, model: TreeModel): Float64Array {
  const { probabilities, votes } = model.outOfBag!;
  const classCount = table.target.classes.length;
  const unseen = Uint32Array.from(votes.keys()).filter((row) => votes[row] === 0);
  const judged = predictProbabilities(model, selectRows(table, unseen).features, unseen.length);
  const predProbs = probabilities.slice();
  unseen.forEach((row, i) => {
    predProbs.set(judged.subarray(i * classCount, (i + 1) * classCount), row * classCount);
  });
  return predProbs;
}

function suggestions(predProbs: Float64Array, codes: Int32Array, classCount: number): Int32Array {
  return codes.map((given, row) => {
    const at = row * classCount;
    let best = given < 0 ? 0 : given;
    for (let c = 0; c < classCount; c++) if (predProbs[at + c]! > predProbs[at + best]!) best = c;
    return best;
  });
}

function rankedBySuspicion(margins: Float64Array, codes: Int32Array): Uint32Array {
  const labelled = Uint32Array.from(codes.keys()).filter((row) => codes[row]! >= 0);
  return labelled.sort((a, b) => margins[b]! - margins[a]! || a - b);
}
