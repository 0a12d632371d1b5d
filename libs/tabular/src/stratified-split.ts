import { DomainError } from './domain-error.js';
import { classCounts } from './labels.js';
import type { Random } from './random.js';

/**
 * How many test rows each class gives: its share of `testSize` by largest remainder, ties in random order, and never
 * its last row.
 */
function allocate(counts: Int32Array, testSize: number, random: Random): Int32Array {
  const eligible = counts.map((count) => (count > 1 ? count : 0));
  const total = eligible.reduce((sum, count) => sum + count, 0);
  const room = eligible.map((count) => Math.max(0, count - 1));
  const share = Array.from(eligible, (count) => (total === 0 ? 0 : (count * testSize) / total));
  const given = room.map((limit, c) => Math.min(limit, Math.floor(share[c]!)));
  const order = random.shuffle(Array.from(counts.keys()));
  order.sort((a, b) => (share[b]! % 1) - (share[a]! % 1));
  let left = testSize - given.reduce((sum, count) => sum + count, 0);
  while (left > 0) {
    const open = order.filter((c) => given[c]! < room[c]!);
    if (open.length === 0) break;
    for (const c of open.slice(0, left)) given[c]!++;
    left -= Math.min(left, open.length);
  }
  return given;
}

/**
 * Splits the labelled rows into training and test rows with the class shares of the whole. The test part has
 * ceil(n * testShare) rows, as scikit-learn's, or fewer where classes would lose their last training row: a class
 * with one row stays in training. Rows without a label are in neither part.
 *
 * @param testShare in (0, 1)
 * @returns row positions, ascending
 * @throws DomainError `parameter_out_of_range` for another share; `too_few_rows` when no row can be held out
 */
export function stratifiedSplit(
  codes: Int32Array,
  classCount: number,
  testShare: number,
  random: Random,
): { train: Uint32Array; test: Uint32Array } {
  if (!(testShare > 0 && testShare < 1)) {
    throw new DomainError('parameter_out_of_range', `The test share ${testShare} is not between 0 and 1 (exclusive).`);
  }
  const counts = classCounts(codes, classCount);
  const labelled = counts.reduce((sum, count) => sum + count, 0);
  const testCounts = allocate(counts, Math.ceil(labelled * testShare), random);
  const testSize = testCounts.reduce((sum, count) => sum + count, 0);
  if (testSize === 0) {
    throw new DomainError(
      'too_few_rows',
      `No row can be held out of ${labelled} labelled rows: no class has 2 rows. Add rows or give a test file.`,
    );
  }

  const rowsOf = Array.from(counts, (count) => new Uint32Array(count));
  const filled = new Int32Array(classCount);
  codes.forEach((code, position) => {
    if (code >= 0) rowsOf[code]![filled[code]!++] = position;
  });
  const train = new Uint32Array(labelled - testSize);
  const test = new Uint32Array(testSize);
  let trainEnd = 0;
  let testEnd = 0;
  for (let c = 0; c < classCount; c++) {
    const rows = random.shuffle(rowsOf[c]!);
    test.set(rows.subarray(0, testCounts[c]!), testEnd);
    train.set(rows.subarray(testCounts[c]!), trainEnd);
    testEnd += testCounts[c]!;
    trainEnd += rows.length - testCounts[c]!;
  }
  return { train: train.sort(), test: test.sort() };
}
