import { findLabelIssues } from '../../libs/label-cleaning/dist/index.js';
import { Random } from '../../libs/tabular/dist/index.js';
import { heading, line } from './tables.mjs';
import { target } from './targets.mjs';

const COLUMNS = 20;
const SIZES = [
  { rows: 10_000, wanted: 2 },
  { rows: 100_000, wanted: 25 },
];
const THREADS = 2;

/** Seconds that ranking takes, by the clock and of the processor; the less of them decides: others may be at work too. */
export function speed() {
  const measured = SIZES.map(({ rows, wanted }) => {
    const table = synthetic(rows);
    const before = process.cpuUsage();
    const start = performance.now();
    findLabelIssues(table, { seed: 1, threads: THREADS });
    const wall = (performance.now() - start) / 1_000;
    const { user, system } = process.cpuUsage(before);
    return { rows, wanted, wall, cpu: (user + system) / 1e6 };
  });
  return {
    targets: measured.map(({ rows, wall, cpu, wanted }) =>
      target(`seconds to rank ${rows} rows of ${COLUMNS} columns`, Math.min(wall, cpu), wanted, {
        most: true,
        digits: 2,
      }),
    ),
    lines: [
      `## Seconds to rank, ${COLUMNS} columns, ${THREADS} threads`,
      '',
      ...heading(['rows', 'clock', 'processor', 'wanted']),
      ...measured.map(({ rows, wall, cpu, wanted }) => line([rows, wall.toFixed(2), cpu.toFixed(2), wanted])),
      '',
    ],
  };
}

/** Three classes that eight of the columns tell apart roughly, a tenth of the labels wrong. */
function synthetic(rowCount) {
  const random = new Random(1);
  const truth = Int32Array.from({ length: rowCount }, () => random.below(3));
  const noise = () => random.uniform() + random.uniform() + random.uniform();
  const features = Array.from({ length: COLUMNS }, (_, c) => ({
    kind: 'numeric',
    name: `f${c}`,
    values: Float64Array.from(truth, (code) => (c < 8 ? ((code + c) % 3) * 0.7 : 0) + noise()),
  }));
  const codes = truth.map((code) => (random.uniform() < 0.1 ? (code + 1) % 3 : code));
  const rowIds = Uint32Array.from(codes.keys());
  return { rowCount, rowIds, features, target: { name: 'label', codes, classes: ['a', 'b', 'c'] } };
}
