import { checkFoldCount, foldsOf, type Fold } from './fold.js';
import { classCounts } from './labels.js';
import type { Random } from './random.js';

/**
 * k folds whose test parts have the class shares of the whole and sizes that differ by one row at most; each labelled
 * row is tested once. The class counts of each part are those of scikit-learn's `StratifiedKFold`; which rows of a
 * class go where is drawn.
 *
 * A class with fewer rows than folds is absent from some test parts; a class with one row is absent from the training
 * rows of the fold that tests it. Rows without a label (-1) are in neither part.
 *
 * @param nSplits at least 2, at most the number of labelled rows
 * @throws DomainError `parameter_out_of_range`, `too_few_rows` for fewer labelled rows than folds
 */
export function stratifiedFolds(codes: Int32Array, classCount: number, nSplits: number, random: Random): Fold[] {
  const counts = classCounts(codes, classCount);
  const labelled = counts.reduce((sum, count) => sum + count, 0);
  checkFoldCount(nSplits, labelled, 'labelled rows');

  // Rows sorted by class and dealt in turn: the deal goes on from class to class, so that no fold is always short.
  const deals: Uint32Array[] = [];
  let dealt = 0;
  for (const count of counts) {
    const deal = Uint32Array.from({ length: count }, (_, i) => (dealt + i) % nSplits);
    dealt += count;
    deals.push(random.shuffle(deal));
  }
  const next = new Uint32Array(classCount);
  return foldsOf(
    codes.map((code) => (code < 0 ? -1 : deals[code]![next[code]!++]!)),
    nSplits,
  );
}
