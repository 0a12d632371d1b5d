import { detectIssues } from '../../libs/label-cleaning/dist/index.js';
import { applyAttack } from '../../libs/poisoning/dist/index.js';
import { heading, line, mean, predicted, split, tablesOf } from './tables.mjs';
import { target } from './targets.mjs';

const RATES = [10, 20, 40];
const WON_BACK = [0.8, 0.9, 0.95];
const WANTED = [1.1, 1.65, 2.45];
const STEP = 0.05;
const MOST = 4;

/**
 * How many reviews, in multiples of the true number of flips, win back how much of the accuracy that a decision tree
 * loses to uniform flips: rows are reviewed most suspect first, and a wrong label among them is set right.
 * @returns lines of the page, and the targets of the default detector
 */
export async function reviewEfficiency({ data, seeds }) {
  const curves = { 'best possible': [], antidote: [], 'confident learning': [] };
  const tables = [];
  for await (const { name, table } of tablesOf(data)) {
    tables.push(name);
    for (const all of Object.values(curves)) all.push([]);
    for (let seed = 0; seed < seeds; seed++) {
      for (const rate of RATES) {
        const found = curvesOf(table, rate, seed);
        for (const [ranking, all] of Object.entries(curves)) all.at(-1).push(found[ranking]);
      }
    }
  }
  const counts = (all) => WON_BACK.map((share) => reviews(all, share));
  const needed = Object.entries(curves).map(([name, all]) => [name, counts(all.flat())]);
  const byTable = tables.map((name, i) => line([name, ...Object.values(curves).map((all) => told(counts(all[i])))]));
  const ours = needed[1][1];
  return {
    targets: WON_BACK.map((share, i) =>
      target(`reviews, in units of the true number of flips, to win back ${share * 100} %`, ours[i], WANTED[i], {
        most: true,
        digits: 2,
      }),
    ),
    lines: [
      '## Reviews that win back the lost accuracy of a decision tree',
      '',
      'Uniform flips at 10, 20 and 40 %; in multiples of the true number of flips, over all tables and seeds together.',
      '',
      ...heading(['', ...WON_BACK.map((share) => `${share * 100} %`)]),
      ...needed.map(([name, ks]) => line([name, ...ks.map(text)])),
      line(['wanted', ...WANTED]),
      '',
      `By table, ${WON_BACK.map((share) => `${share * 100} %`).join(', ')}:`,
      '',
      ...heading(['', ...Object.keys(curves)]),
      ...byTable,
      '',
    ],
  };
}

const text = (k) => (k === Infinity ? `over ${MOST}` : k.toFixed(2));
const told = (ks) => ks.map(text).join(', ');

/** Accuracy lost to the flips that each number of reviews leaves, by ranking; the first is without any. */
function curvesOf(table, rate, seed) {
  const { train, test } = split(table, seed);
  const poisoned = applyAttack(train, { attack: 'uniform', percent: rate, seed });
  const truth = train.target.codes;
  const right = (codes) => {
    const found = predicted('decision-tree', { ...train, target: { ...train.target, codes } }, test, seed);
    return mean([...found].map((code, row) => (code === test.target.codes[row] ? 1 : 0)));
  };
  const clean = right(truth);
  const { detections, labels } = detectIssues(poisoned.table, { detectors: ['confident-learning'], seed });
  const byQuality = (quality) => Uint32Array.from(quality.keys()).sort((a, b) => quality[a] - quality[b] || a - b);
  const given = poisoned.table.target.codes;
  const flips = given.reduce((count, code, row) => count + (code === truth[row] ? 0 : 1), 0);
  const rankings = {
    'best possible': byQuality(Float64Array.from(given, (code, row) => (code === truth[row] ? 1 : 0))),
    antidote: labels.ranked,
    'confident learning': byQuality(detections.get('confident-learning').quality),
  };
  return Object.fromEntries(
    Object.entries(rankings).map(([name, ranked]) => {
      const codes = given.slice();
      const lost = [];
      let reviewed = 0;
      let last = null;
      for (let step = 0; step * STEP <= MOST; step++) {
        let changed = last === null;
        for (const until = Math.min(ranked.length, Math.round(step * STEP * flips)); reviewed < until; reviewed++) {
          const row = ranked[reviewed];
          if (codes[row] !== truth[row]) changed = true;
          codes[row] = truth[row];
        }
        if (changed) last = clean - right(codes);
        lost.push(last);
      }
      return [name, lost];
    }),
  );
}

/** The fewest reviews from which on the mean loss stays won back. */
function reviews(curves, share) {
  const steps = curves[0].map((_, step) => mean(curves.map((lost) => lost[step])));
  const within = (lost) => lost <= (1 - share) * steps[0];
  let step = steps.length;
  while (step > 0 && within(steps[step - 1])) step--;
  if (step === steps.length) return Infinity;
  if (step === 0) return 0;
  const [before, after] = [steps[step - 1], steps[step]];
  return (step - 1 + (before - (1 - share) * steps[0]) / (before - after)) * STEP;
}
