import { Random, type Table } from '@antidote/tabular';
import type { Detector } from './detector.js';

const STREAM = 63;
/** Up to so many rows every pair is looked at; beyond, the neighbours along random directions. */
const ALL_PAIRS = 4_000;
const DIRECTIONS = 12;
const WINDOW = 8;
/** A twin is nearer than this share of the usual distance to the nearest row. */
const TWIN = 0.2;

export const conflictingDuplicates: Detector = {
  title: 'Duplicates that disagree',
  summary:
    'Rows with the same or nearly the same values and another label. One of each pair is wrong; which, it guesses.',
  family: 'duplicate',
  detect({ table, seed, labels }) {
    const { codes } = table.target;
    const { nearest, nearestOther, twin } = nearestRows(table, seed);
    const known = nearest.filter((distance) => distance > 0 && distance < Infinity).sort();
    const usual = known[known.length >> 1] ?? 1;
    const issues = labels();
    const suggested = codes.slice();
    const flagged = new Uint8Array(codes.length);
    const quality = Float64Array.from(codes, (given, row) => {
      if (given < 0 || nearestOther[row] === Infinity) return 1;
      const closeness = nearestOther[row]! / (nearestOther[row]! + usual);
      // Of two twins, the one whose label is the less likely comes first, and alone is flagged.
      const own = issues.quality[row]!;
      const other = twin[row]!;
      const isLess = own < issues.quality[other]! || (own === issues.quality[other] && row > other);
      if (nearestOther[row]! <= TWIN * usual && isLess) {
        flagged[row] = 1;
        suggested[row] = codes[other]!;
      }
      return Math.min(1, 0.75 * closeness + 0.25 * own * closeness + (isLess ? 0 : 0.25));
    });
    return { quality, flagged, suggested, findings: [] };
  },
};

/** Distances to the nearest row at all and to the nearest with another label, and that row. */
function nearestRows(table: Table, seed: number) {
  const { rowCount } = table;
  const { codes } = table.target;
  const points = scaled(table);
  const width = rowCount === 0 ? 0 : points.length / rowCount;
  const nearest = new Float64Array(rowCount).fill(Infinity);
  const nearestOther = new Float64Array(rowCount).fill(Infinity);
  const twin = new Int32Array(rowCount).fill(-1);
  const meet = (a: number, b: number) => {
    // Past what both know already, the exact distance does not matter.
    const limit = Math.max(nearest[a]!, nearest[b]!, nearestOther[a]!, nearestOther[b]!) ** 2;
    let sum = 0;
    for (let f = 0; f < width && sum <= limit; f++) sum += (points[a * width + f]! - points[b * width + f]!) ** 2;
    if (sum > limit) return;
    const distance = Math.sqrt(sum);
    for (const [row, other] of [
      [a, b],
      [b, a],
    ] as const) {
      if (distance < nearest[row]!) nearest[row] = distance;
      if (codes[row]! < 0 || codes[other]! < 0 || codes[row] === codes[other]) continue;
      if (distance < nearestOther[row]! || (distance === nearestOther[row] && other < twin[row]!)) {
        nearestOther[row] = distance;
        twin[row] = other;
      }
    }
  };
  if (rowCount <= ALL_PAIRS) {
    for (let a = 0; a < rowCount; a++) for (let b = a + 1; b < rowCount; b++) meet(a, b);
    return { nearest, nearestOther, twin };
  }
  for (let direction = 0; direction < DIRECTIONS; direction++) {
    const random = new Random(seed, STREAM, direction);
    const weights = Float64Array.from({ length: width }, () => random.uniform() - 0.5);
    const along = new Float64Array(rowCount);
    for (let row = 0; row < rowCount; row++) {
      for (let f = 0; f < width; f++) along[row]! += weights[f]! * points[row * width + f]!;
    }
    const order = Uint32Array.from({ length: rowCount }, (_, row) => row).sort(
      (a, b) => along[a]! - along[b]! || a - b,
    );
    for (let i = 0; i < rowCount; i++) {
      for (let j = i + 1; j <= Math.min(rowCount - 1, i + WINDOW); j++) meet(order[i]!, order[j]!);
    }
  }
  return { nearest, nearestOther, twin };
}

/** Row-major: numbers in standard deviations, missing ones well apart; each category and its absence 0 or 1. */
function scaled({ features, rowCount }: Table): Float64Array {
  const columns = features.flatMap((column): Float64Array[] => {
    if (column.kind === 'category') {
      // Two numbers from the code: equal codes coincide, others lie a step or more apart.
      return [Float64Array.from(column.codes, (code) => 2 * code)];
    }
    const present = column.values.filter(Number.isFinite);
    const mean = present.reduce((sum, value) => sum + value, 0) / (present.length || 1);
    const deviation =
      Math.sqrt(present.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (present.length || 1)) || 1;
    return [column.values.map((value) => (Number.isFinite(value) ? (value - mean) / deviation : -10))];
  });
  const points = new Float64Array(columns.length * rowCount);
  columns.forEach((values, f) => values.forEach((value, row) => (points[row * columns.length + f] = value)));
  return points;
}
