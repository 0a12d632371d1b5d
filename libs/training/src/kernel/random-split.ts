import { isBetter } from './category-split.js';
import { keepPurity } from './class-split.js';
import { labelOf, weightOf } from './entries.js';
import { bytes, doubles, multiply, scaled, words } from './heap.js';
import * as job from './job-layout.js';
import { midway } from './split-point.js';

/**
 * Looks at one random split of the node on `feature`: midway between two neighbouring bins, each pair from the node's
 * lowest to its highest bin as likely. Over bins, which hold about equally many rows of the column, and not over values
 * as in the paper and scikit-learn: far values do not draw the thresholds to them, and the unit of a column (or its
 * logarithm) makes no difference. Diamonds: 75.3 % of labels right instead of 74.3 (scikit-learn 74.5).
 * Missing rows try both sides.
 * @param random a random word
 * @returns 0 when the feature is constant in the node
 * @see Geurts, Ernst & Wehenkel, Extremely randomized trees (Machine Learning 63, 2006)
 */
// prettier-ignore
export function visitRandom(
  task: i32, worker: i32, feature: i32, entries: i32, start: i32, end: i32, total: f64, random: i32,
): i32 {
  const heap = words;
  const reals = doubles;
  const column = heap[task + job.BINS]! + feature;
  const stride = heap[task + job.FEATURES]!;
  const shift = heap[task + job.ROW_SHIFT]!;
  let lowest = 255;
  let highest = -1;
  let missingRows = 0;
  for (let i = entries + start; i < entries + end; i++) {
    const bin = bytes[column + multiply(heap[i]! >>> shift, stride)]!;
    if (bin === job.MISSING) {
      missingRows++;
      continue;
    }
    if (bin < lowest) lowest = bin;
    if (bin > highest) highest = bin;
  }
  if (highest < 0) return 0;
  if (lowest === highest && missingRows === 0) return 0;
  let splitBin = highest;
  let threshold: f64 = Infinity;
  if (lowest < highest) {
    const low = heap[task + job.LOW]! + (feature << 8);
    const high = heap[task + job.HIGH]! + (feature << 8);
    splitBin = lowest + scaled(random, highest - lowest);
    threshold = midway(reals[high + splitBin]!, reals[low + splitBin + 1]!);
  }
  tryLimit(task, worker, feature, column, entries + start, end - start, total, splitBin, threshold, missingRows);
  return 1;
}

// prettier-ignore
function tryLimit(
  task: i32, worker: i32, feature: i32, column: i32, from: i32, size: i32, total: f64,
  splitBin: i32, threshold: f64, missingRows: i32,
): void {
  const heap = words;
  const reals = doubles;
  const shift = heap[task + job.ROW_SHIFT]!;
  const stride = heap[task + job.FEATURES]!;
  const classes = heap[task + job.CLASSES]!;
  const running = heap[worker + job.SCAN_COUNTS]!;
  const missing = heap[worker + job.RIGHT_COUNTS]!;
  for (let c = 0; c < classes; c++) {
    reals[running + c] = 0;
    reals[missing + c] = 0;
  }
  let leftRows = 0;
  for (let i = from; i < from + size; i++) {
    const entry = heap[i]!;
    const bin = bytes[column + multiply(entry >>> shift, stride)]!;
    if (bin <= splitBin) {
      const cell = running + labelOf(task, entry);
      reals[cell] = reals[cell]! + weightOf(task, entry);
      leftRows++;
    } else if (bin === job.MISSING) {
      const cell = missing + labelOf(task, entry);
      reals[cell] = reals[cell]! + weightOf(task, entry);
    }
  }
  const minimum = heap[task + job.MIN_SAMPLES_LEAF]!;
  for (let side = 0; side < (missingRows > 0 ? 2 : 1); side++) {
    if (side === 1) {
      leftRows += missingRows;
      for (let c = 0; c < classes; c++) reals[running + c] = reals[running + c]! + reals[missing + c]!;
    }
    if (leftRows < minimum || size - leftRows < minimum) continue;
    if (!isBetter(task, worker, running, total)) continue;
    heap[worker + job.BEST_FEATURE] = feature;
    heap[worker + job.BEST_LEFT_BIN] = splitBin;
    heap[worker + job.BEST_RIGHT_BIN] = threshold === Infinity ? -1 : splitBin + 1;
    reals[heap[worker + job.BEST_THRESHOLD]!] = threshold;
    heap[worker + job.BEST_MISSING_LEFT] = side;
    heap[worker + job.BEST_SAW_MISSING] = missingRows > 0 ? 1 : 0;
    const kept = heap[worker + job.LEFT_COUNTS]!;
    for (let c = 0; c < classes; c++) reals[kept + c] = reals[running + c]!;
    keepPurity(task, worker);
  }
}
