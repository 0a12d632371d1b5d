import { DomainError } from './domain-error.js';
import { checkFoldCount, foldsOf, type Fold } from './fold.js';
import { numberGroups } from './groups.js';
import type { Random } from './random.js';

/**
 * k folds that keep groups whole and class shares as even as that allows: the group with the most uneven classes goes
 * first, each to the fold where the shares of the classes then differ least over the folds. scikit-learn's greedy
 * `StratifiedGroupKFold`; shares are as good as groups allow, and a fold may lack a class.
 *
 * Rows without a label (-1) are in neither part; groups of such rows alone do not count.
 *
 * @param groups a whole number of at least 0 a row, equal within a group
 * @param nSplits at least 2, at most the number of groups
 * @param random the order in which equally uneven groups are dealt; their first appearance when absent
 * @throws DomainError `parameter_out_of_range`, `too_few_rows` for fewer groups than folds, `invalid_argument` for a row
 *   without a group, `shape_mismatch`
 */
export function stratifiedGroupedFolds(
  codes: Int32Array,
  classCount: number,
  groups: ArrayLike<number>,
  nSplits: number,
  random?: Random,
): Fold[] {
  if (groups.length !== codes.length) {
    throw new DomainError(
      'shape_mismatch',
      `${groups.length} groups for ${codes.length} labels; give one for each row.`,
    );
  }
  const rows = Uint32Array.from(codes.keys()).filter((row) => codes[row]! >= 0);
  const { count, of } = numberGroups(Float64Array.from(rows, (row) => groups[row]!));
  checkFoldCount(nSplits, count, 'groups with a label');

  const classRows = new Float64Array(classCount);
  const byGroup = new Float64Array(count * classCount);
  rows.forEach((row, i) => {
    classRows[codes[row]!]!++;
    byGroup[of[i]! * classCount + codes[row]!]!++;
  });
  const order = Uint32Array.from({ length: count }, (_, group) => group);
  random?.shuffle(order);
  const unevenness = Float64Array.from({ length: count }, (_, group) =>
    wholeVariance(byGroup.subarray(group * classCount, (group + 1) * classCount)),
  );
  order.sort((a, b) => unevenness[b]! - unevenness[a]!);

  const deal = new Dealer(classRows, nSplits);
  const foldOfGroup = new Int32Array(count);
  for (const group of order) {
    foldOfGroup[group] = deal.to(byGroup.subarray(group * classCount, (group + 1) * classCount));
  }
  const testFold = new Int32Array(codes.length).fill(-1);
  rows.forEach((row, i) => (testFold[row] = foldOfGroup[of[i]!]!));
  return foldsOf(testFold, nSplits);
}

/** Spreads that differ by rounding alone are equal. */
const CLOSE = 1e-9;

/** Deals groups to folds; `share` and `rows` are what each fold holds so far. */
class Dealer {
  private readonly share: Float64Array[];
  private readonly rows: Float64Array;

  constructor(
    private readonly classRows: Float64Array,
    private readonly nSplits: number,
  ) {
    // Class by class, folds inside, as the spread over folds is what is looked at.
    this.share = Array.from(classRows, () => new Float64Array(nSplits));
    this.rows = new Float64Array(nSplits);
  }

  /** The fold whose spread of class shares grows least by the group; of equally good ones that with the fewest rows. */
  to(group: Float64Array): number {
    let best = -1;
    let least = Infinity;
    for (let fold = 0; fold < this.nSplits; fold++) {
      this.add(group, fold, 1);
      const spread = this.spread();
      this.add(group, fold, -1);
      const close = Math.abs(spread - least) <= CLOSE * (1 + least);
      if (spread < least || (close && this.rows[fold]! < this.rows[best]!)) {
        best = fold;
        least = spread;
      }
    }
    this.add(group, best, 1);
    return best;
  }

  private add(group: Float64Array, fold: number, sign: number): void {
    for (let c = 0; c < group.length; c++) {
      // Whole numbers, so that taking a group away again leaves no rounding behind.
      this.share[c]![fold]! += sign * group[c]!;
      this.rows[fold]! += sign * group[c]!;
    }
  }

  private spread(): number {
    let sum = 0;
    let classes = 0;
    for (let c = 0; c < this.share.length; c++) {
      if (this.classRows[c] === 0) continue;
      sum += Math.sqrt(variance(this.share[c]!)) / this.classRows[c]!;
      classes++;
    }
    return sum / classes;
  }
}

/** n squared times the variance of whole numbers, without rounding: groups that are equally uneven compare as equal. */
function wholeVariance(counts: Float64Array): number {
  let sum = 0;
  let squares = 0;
  for (const count of counts) {
    sum += count;
    squares += count * count;
  }
  return counts.length * squares - sum * sum;
}

function variance(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return squares / values.length;
}
