import { DomainError } from './domain-error.js';
import { checkFoldCount, foldsOf, type Fold } from './fold.js';
import { numberGroups } from './groups.js';
import type { Random } from './random.js';

/**
 * k folds that keep groups whole, so that no group is both trained on and tested: the largest group goes first, each to
 * the fold with the fewest rows so far. The sizes of scikit-learn's `GroupKFold`; groups of one size go in random order.
 *
 * @param groups a whole number of at least 0 a row, equal within a group
 * @param nSplits at least 2, at most the number of groups
 * @throws DomainError `parameter_out_of_range`, `too_few_rows` for fewer groups than folds, `invalid_argument` for a row
 *   without a group
 */
export function groupedFolds(groups: ArrayLike<number>, nSplits: number, random: Random): Fold[] {
  const { count, of, size } = numberGroups(groups);
  checkFoldCount(nSplits, count, 'groups');
  const order = random.shuffle(Uint32Array.from({ length: count }, (_, group) => group));
  order.sort((a, b) => size[b]! - size[a]!);
  const rows = new Uint32Array(nSplits);
  const foldOfGroup = new Int32Array(count);
  for (const group of order) {
    let lightest = 0;
    for (let fold = 1; fold < nSplits; fold++) if (rows[fold]! < rows[lightest]!) lightest = fold;
    foldOfGroup[group] = lightest;
    rows[lightest]! += size[group]!;
  }
  return foldsOf(
    of.map((group) => foldOfGroup[group]!),
    nSplits,
  );
}

/**
 * Holds out whole groups: ceil(groups * testShare) of them, drawn at random, as scikit-learn's `GroupShuffleSplit`.
 *
 * @param groups a whole number of at least 0 a row, equal within a group
 * @param testShare in (0, 1), of the groups
 * @returns row positions, ascending
 * @throws DomainError `parameter_out_of_range`, `too_few_rows` when no group is left to train on, `invalid_argument` for
 *   a row without a group
 */
export function groupedSplit(groups: ArrayLike<number>, testShare: number, random: Random): Fold {
  if (!(testShare > 0 && testShare < 1)) {
    throw new DomainError('parameter_out_of_range', `The test share ${testShare} is not between 0 and 1 (exclusive).`);
  }
  const { count, of } = numberGroups(groups);
  const held = Math.ceil(count * testShare);
  if (held >= count) {
    throw new DomainError(
      'too_few_rows',
      `Holding out ${held} of ${count} groups leaves none to train on; give more groups or a smaller test share.`,
    );
  }
  const tested = new Set(random.sample(count, held));
  return foldsOf(
    of.map((group) => (tested.has(group) ? 0 : 1)),
    2,
  )[0]!;
}
