import { detectIssues } from '../../libs/label-cleaning/dist/index.js';
import { applyAttack } from '../../libs/poisoning/dist/index.js';
import { meanInterval } from '../../libs/statistics/dist/index.js';
import { averagePrecision } from './average-precision.mjs';
import { heading, line, mean, split, tablesOf } from './tables.mjs';
import { target } from './targets.mjs';

const PERCENT = 10;
/** Each attack, the detectors that look for it, the one that is judged first, and the average precision wanted of it. */
const FAMILIES = [
  { attack: 'outlier-injection', detectors: ['isolation-forest', 'default'], wanted: 0.98 },
  { attack: 'wrong-label-duplicates', detectors: ['conflicting-duplicates', 'default'], wanted: 0.65 },
  { attack: 'boundary', detectors: ['default', 'confident-learning', 'out-of-bag-margin'], wanted: null },
  { attack: 'greedy', detectors: ['default', 'confident-learning', 'out-of-bag-margin'], wanted: null },
];

/** Average precision of each family of poison under the detectors that are for it; two families are open problems. */
export async function families({ data, seeds }) {
  const lines = [`## Other families, ${PERCENT} % of the rows`, ''];
  const targets = [];
  const names = [];
  const found = new Map(FAMILIES.map(({ attack }) => [attack, []]));
  for await (const { name, table } of tablesOf(data)) {
    names.push(name);
    for (const { attack, detectors } of FAMILIES) {
      found.get(attack).push(Array.from({ length: seeds }, (_, seed) => precisions(table, attack, detectors, seed)));
    }
  }
  for (const { attack, detectors, wanted } of FAMILIES) {
    const tables = found.get(attack);
    const of = (d, seeds) => mean(seeds.map((each) => each[d]));
    const first = meanInterval(tables.flatMap((seeds) => seeds.map(([each]) => each)));
    lines.push(
      `### ${attack}`,
      '',
      ...heading(['', ...detectors]),
      ...names.map((name, t) => line([name, ...detectors.map((_, d) => of(d, tables[t]).toFixed(3))])),
      line(['**mean**', ...detectors.map((_, d) => mean(tables.map((seeds) => of(d, seeds))).toFixed(3))]),
      '',
      `${detectors[0]}: ${first.value.toFixed(3)} [${first.low.toFixed(3)}, ${first.high.toFixed(3)}].`,
      ...(wanted === null ? ['An open problem: rows that look like the class they are given.'] : []),
      '',
    );
    if (wanted !== null) targets.push(target(`average precision, ${attack} (${detectors[0]})`, first.value, wanted));
  }
  return { lines, targets };
}

function precisions(table, attack, detectors, seed) {
  const { train } = split(table, seed);
  const poisoned = applyAttack(train, { attack, percent: PERCENT, seed });
  const { relabel, cells, add } = poisoned.patch;
  const planted = new Set([...relabel, ...cells, ...add].map(({ row }) => row));
  const bad = Uint8Array.from(poisoned.table.rowIds, (row) => (planted.has(row) ? 1 : 0));
  const { detections } = detectIssues(poisoned.table, { detectors, seed, listed: 0 });
  return detectors.map((name) => {
    const { quality } = detections.get(name);
    const ranked = Uint32Array.from(quality.keys()).sort((a, b) => quality[a] - quality[b] || a - b);
    return averagePrecision(ranked, quality, bad);
  });
}
