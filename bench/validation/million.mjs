/** A million rows of 20 columns: CPU time and memory of validation, `node bench/validation/million.mjs [--rows N]`. */
import { parseArgs } from 'node:util';
import { Random } from '@antidote/tabular';
import { validateTable } from '@antidote/validation';

const { values } = parseArgs({ options: { rows: { type: 'string', default: '1000000' } } });
const rows = Number(values.rows);
const rng = new Random(1);
const codes = Int32Array.from({ length: rows }, () => rng.below(3));
const categories = Array.from({ length: 12 }, (_, i) => `c${String(i).padStart(2, '0')}`);
const features = Array.from({ length: 20 }, (_, f) =>
  f < 15
    ? { kind: 'numeric', name: `n${f}`, values: Float64Array.from(codes, (code) => code * 0.2 + rng.uniform()) }
    : { kind: 'category', name: `t${f}`, categories, codes: Int32Array.from(codes, () => rng.below(12)) },
);
const source = {
  kind: 'category',
  role: 'source',
  name: 'source',
  categories,
  codes: Int32Array.from(codes, () => rng.below(12)),
};
const table = {
  rowCount: rows,
  rowIds: Uint32Array.from(codes.keys()),
  features,
  target: { name: 'label', codes, classes: ['a', 'b', 'c'] },
  context: [source],
};
const before = process.cpuUsage();
const begun = performance.now();
const times = [];
const report = validateTable(table, {
  seed: 1,
  previous: table,
  onCheck: (code) => times.push([code, performance.now()]),
});
const end = performance.now();
const { user, system } = process.cpuUsage(before);
for (const [i, [code, at]] of times.entries())
  console.log(`${code}: ${(((times[i + 1]?.[1] ?? end) - at) / 1000).toFixed(2)} s`);
console.log(
  `${rows} rows: ${((end - begun) / 1000).toFixed(1)} s, ${((user + system) / 1e6).toFixed(1)} s of CPU, ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB at most; ${report.verdict}, ${report.findings.length} findings`,
);
