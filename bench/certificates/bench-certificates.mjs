import { writeFile } from 'node:fs/promises';
import { readCsvFile, toTable } from '@antidote/dataset-io';
import { certify } from '@antidote/robustness';
import { Random, selectRows, stratifiedSplit } from '@antidote/tabular';
import { meanInterval } from '@antidote/statistics';
import { markdownTable } from '../markdown-table.mjs';

const RADII = [1, 5, 10];
const SPLITS = 20;
/** How far below what was planned a mean may lie. */
const TOLERANCE = 0.02;
const LIMIT_MS = 1000;

/** Certified accuracy at 1, 5 and 10 poisoned labels as measured for the plan of this project with other tools, one split each. */
const CASES = [
  { data: 'breast_cancer', options: { base: 'neighbors', neighbors: 51 }, planned: [0.933, 0.906, 0.868] },
  { data: 'breast_cancer', options: { base: 'trees', parts: 25 }, planned: [0.933, 0.874, 0.743] },
  { data: 'digits', options: { base: 'neighbors', neighbors: 51 }, planned: [0.926, 0.866, 0.764] },
  { data: 'digits', options: { base: 'trees' }, planned: [0.886, 0.756, 0.485] },
  { data: 'wa_churn', options: { base: 'trees' }, planned: [0.785, 0.705, 0.587] },
];

/**
 * Certified accuracies as means of 20 splits, 70/30, beside the plan's, and the time of a certificate of 50 parts.
 * Writes the page.
 *
 * @returns whether all on breast_cancer and digits lie at most .02 below the plan's, and 50 parts take less than a second
 */
export async function benchCertificates({ quick = false } = {}) {
  const splits = quick ? 3 : SPLITS;
  const tables = new Map();
  for (const { data } of CASES) {
    if (tables.has(data)) continue;
    const { document } = await readCsvFile(new URL(`../../data/${data}.csv`, import.meta.url).pathname);
    tables.set(data, toTable(document).table);
  }
  const halves = (table, seed) => {
    const { codes, classes } = table.target;
    const { train, test } = stratifiedSplit(codes, classes.length, 0.3, new Random(seed, 5));
    return [selectRows(table, train), selectRows(table, test)];
  };
  let reached = true;
  const rows = CASES.map(({ data, options, planned }) => {
    const found = RADII.map(() => []);
    const forest = [];
    let voters = 0;
    for (let seed = 0; seed < splits; seed++) {
      process.stderr.write(`certificates: ${data}, ${options.base}, split ${seed + 1} of ${splits}\n`);
      const { certificate } = certify(...halves(tables.get(data), seed), { ...options, seed });
      RADII.forEach((r, i) => found[i].push(certificate.curve.find((point) => point.r === r).accuracy));
      forest.push(certificate.forest.accuracy);
      voters = certificate.voters;
    }
    const means = found.map((values) => meanInterval(values));
    const held = means.every(({ value }, i) => value >= planned[i] - TOLERANCE);
    if (!held && data !== 'wa_churn') reached = false;
    const who = options.base === 'neighbors' ? `${options.neighbors} nearest rows` : `${voters} parts`;
    return [
      data,
      who,
      ...means.map(({ value, low, high }) => `${value.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`),
      planned.map((value) => value.toFixed(3)).join(' / '),
      held ? 'held' : 'missed',
      meanInterval(forest).value.toFixed(3),
    ];
  });
  const times = [];
  for (let run = 0; run < 5; run++) {
    const [train, test] = halves(tables.get('breast_cancer'), run);
    const begun = performance.now();
    certify(train, test, { base: 'trees', parts: 50, seed: run });
    times.push(performance.now() - begun);
  }
  const median = times.sort((a, b) => a - b)[2];
  if (median > LIMIT_MS) reached = false;
  const page = `# Certified accuracy

Means of ${splits} stratified 70/30 splits with 95% intervals: the share of held-out rows predicted rightly that no 1, 5 or 10
changed labels of training rows can alter, whatever they are. Parts are of 15 randomised trees each. The plan's figures are of
other tools and one split; held means at most ${TOLERANCE} below each of them.

${markdownTable(['data', 'who votes', 'r = 1', 'r = 5', 'r = 10', 'planned', '', 'forest, certified for nothing'], rows)}

A certificate of 50 parts on breast_cancer, the clean forest beside it included: ${Math.round(median)} ms (median of 5; wanted less than ${LIMIT_MS}).
`;
  await writeFile(new URL('../results/certificates.md', import.meta.url), page);
  process.stdout.write(page);
  return reached;
}
