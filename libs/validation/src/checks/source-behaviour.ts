import {
  chiSquaredTwoSample,
  kolmogorovSmirnov,
  kolmogorovSmirnovStatistic,
  proportionsZTest,
} from '@antidote/statistics';
import { sourceColumn, type FeatureColumn } from '@antidote/tabular';
import { binFeatures, fitModel } from '@antidote/training';
import { found, type Found } from '../rows/finding.js';
import { percent, shown } from '../rows/words.js';
import type { Check } from './check-context.js';

const FEWEST_ROWS = 20;
const MOST_SOURCES = 200;
/** Chance of a false finding over all sources and columns together (Bonferroni). */
const FAMILY_SIGNIFICANCE = 0.01;
/** What is significant must also be large: a Kolmogorov-Smirnov gap or total variation distance. */
const LARGE_GAP = 0.2;
const LARGE_LABEL_GAP = 0.15;
const LARGE_DISAGREEMENT = 0.1;

/**
 * Each source against all others: labels, features, and how often a forest that has not seen the row disagrees with
 * the label. The last is what wrong labels look like even where a source's shares of the labels are right.
 */
export const sourceBehaviour: Check = ({ sample, table, seed }) => {
  const source = sourceColumn(sample);
  if (source === null) return { findings: [], skipped: 'no column is declared as source' };
  const sizes = new Float64Array(source.names.length);
  for (const code of source.codes) if (code >= 0) sizes[code]!++;
  const judged = source.names.map((_, code) => code).filter((code) => sizes[code]! >= FEWEST_ROWS);
  if (judged.length < 2 || source.names.length > MOST_SOURCES) {
    return { findings: [], skipped: `it wants 2 to ${MOST_SOURCES} sources with ${FEWEST_ROWS} rows each` };
  }
  const { codes, classes } = sample.target;
  const significance = FAMILY_SIGNIFICANCE / (judged.length * (sample.features.length + 2));
  const wrong = disagreement(sample.features, codes, classes, seed);
  const findings: Found[] = [];
  const all = sourceColumn(table)!;
  for (const code of judged) {
    const own = (row: number) => source.codes[row] === code;
    const reasons: string[] = [];
    const numbers: Record<string, number> = { rows: sizes[code]! };
    const columns = new Set([source.name]);

    const labels = countsBySide(codes, classes.length, own);
    const labelGap = variation(labels.inside, labels.outside);
    if (labelGap >= LARGE_LABEL_GAP && chiSquaredTwoSample(labels.inside, labels.outside).pValue < significance) {
      reasons.push(`its labels are shared out otherwise (by ${percent(labelGap)})`);
      numbers.labelGap = labelGap;
      columns.add(sample.target.name);
    }
    const rates = disagreementBySide(wrong, own);
    const { statistic: z, pValue } = proportionsZTest(rates.inside, rates.outside);
    const [inside, outside] = [rate(rates.inside), rate(rates.outside)];
    if (inside - outside >= LARGE_DISAGREEMENT && pValue < significance) {
      reasons.push(
        `a forest that has not seen the row disagrees with ${percent(inside)} of its labels (others ${percent(outside)}, z = ${z.toFixed(1)})`,
      );
      Object.assign(numbers, { disagreement: inside, othersDisagreement: outside, z });
      columns.add(sample.target.name);
    }
    const moved = sample.features.filter((column) => differs(column, own, significance)).map(({ name }) => name);
    if (moved.length > 0) {
      reasons.push(
        `its values of ${moved.slice(0, 3).map(shown).join(', ')}${moved.length > 3 ? ` and ${moved.length - 3} more` : ''} differ`,
      );
      numbers.columns = moved.length;
      for (const name of moved) columns.add(name);
    }
    if (reasons.length === 0) continue;
    const positions: number[] = [];
    all.codes.forEach((other, position) => {
      if (other >= 0 && all.names[other] === source.names[code]) positions.push(position);
    });
    findings.push(
      found(
        'source',
        'warn',
        `Source ${shown(source.names[code]!)} behaves unlike the others: ${reasons.join('; ')}.`,
        'Look at its rows first; where it is at fault, mark the source as bad and see what it has touched.',
        { columns: [...columns], positions, numbers },
      ),
    );
  }
  return { findings, note: `${sample.rowCount} rows, ${judged.length} sources` };
};

/** 1 where the out-of-bag vote is for another label, 0 where it is for the row's own, -1 where there is none. */
function disagreement(features: FeatureColumn[], codes: Int32Array, classes: string[], seed: number): Int8Array {
  const model = fitModel('random-forest', binFeatures(features, codes.length), codes, classes, {
    seed,
    outOfBag: true,
    parameters: { nEstimators: 60, minSamplesLeaf: 3, maxFeatures: 'sqrt' },
  });
  const { probabilities, votes } = model.outOfBag!;
  return Int8Array.from(codes, (code, row) => {
    if (code < 0 || votes[row] === 0) return -1;
    const at = row * classes.length;
    for (let c = 0; c < classes.length; c++) if (probabilities[at + c]! > probabilities[at + code]!) return 1;
    return 0;
  });
}

function disagreementBySide(wrong: Int8Array, own: (row: number) => boolean) {
  const sides = { inside: { positives: 0, rows: 0 }, outside: { positives: 0, rows: 0 } };
  wrong.forEach((is, row) => {
    if (is < 0) return;
    const side = own(row) ? sides.inside : sides.outside;
    side.rows++;
    side.positives += is;
  });
  return sides;
}

const rate = ({ positives, rows }: { positives: number; rows: number }) => (rows === 0 ? 0 : positives / rows);

function countsBySide(codes: Int32Array, categories: number, own: (row: number) => boolean) {
  const sides = { inside: new Float64Array(categories), outside: new Float64Array(categories) };
  codes.forEach((code, row) => {
    if (code >= 0) (own(row) ? sides.inside : sides.outside)[code]!++;
  });
  return sides;
}

/** The total variation distance of two histograms, in [0, 1]. */
function variation(a: Float64Array, b: Float64Array): number {
  const sum = (of: Float64Array) => of.reduce((total, count) => total + count, 0) || 1;
  const [n, m] = [sum(a), sum(b)];
  return a.reduce((gap, count, i) => gap + Math.abs(count / n - b[i]! / m), 0) / 2;
}

function differs(column: FeatureColumn, own: (row: number) => boolean, significance: number): boolean {
  if (column.kind === 'category') {
    const { inside, outside } = countsBySide(column.codes, column.categories.length, own);
    return variation(inside, outside) >= LARGE_GAP && chiSquaredTwoSample(inside, outside).pValue < significance;
  }
  const pick = (inside: boolean) =>
    column.values.filter((value, row) => !Number.isNaN(value) && own(row) === inside).sort();
  const [inside, outside] = [pick(true), pick(false)];
  // The p-value costs a hundred times the statistic.
  if (kolmogorovSmirnovStatistic(inside, outside) < LARGE_GAP) return false;
  return kolmogorovSmirnov(inside, outside).pValue < significance;
}
