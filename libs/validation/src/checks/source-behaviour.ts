import {
  chiSquaredTwoSample,
  kolmogorovSmirnov,
  kolmogorovSmirnovStatistic,
  proportionsZTest,
} from '@antidote/statistics';
import { sourceColumn, type FeatureColumn, type Table } from '@antidote/tabular';
import { binFeatures, fitModel } from '@antidote/training';
import { masked } from '../personal-data/recognize.js';
import { found, type Found } from '../rows/finding.js';
import { listed, percent, shown } from '../rows/words.js';
import type { Check } from './check-context.js';

const FEWEST_ROWS = 20;
const MOST_SOURCES = 200;
/** Chance of a false finding over all sources and columns together (Bonferroni). */
const FAMILY_SIGNIFICANCE = 0.001;
/** What is significant must also be large: a Kolmogorov-Smirnov gap or total variation distance. */
const LARGE_GAP = 0.2;
const LARGE_LABEL_GAP = 0.15;
const LARGE_DISAGREEMENT = 0.1;

/** Whether a row is of the source judged, of another, or of one that was told already and is no measure for the rest. */
type Side = 'own' | 'other' | 'none';

interface Evidence {
  code: number;
  reasons: string[];
  numbers: Record<string, number>;
  columns: Set<string>;
  /** The largest gap of all that were seen. */
  gap: number;
}

/**
 * Each source against the others: labels, features, and how often a forest that has not seen the row disagrees with
 * the label. The last is what wrong labels look like even where a source's shares of the labels are right. The source
 * furthest off is told first and then left out, so that one bad source does not make the good ones look bad.
 */
export const sourceBehaviour: Check = ({ sample, table, seed, sensitive }) => {
  const source = sourceColumn(sample);
  if (source === null) return { findings: [], skipped: 'no column is declared as source' };
  const sizes = new Float64Array(source.names.length);
  for (const code of source.codes) if (code >= 0) sizes[code]!++;
  const judged = source.names.map((_, code) => code).filter((code) => sizes[code]! >= FEWEST_ROWS);
  if (judged.length < 2 || source.names.length > MOST_SOURCES) {
    return { findings: [], skipped: `it wants 2 to ${MOST_SOURCES} sources with ${FEWEST_ROWS} rows each` };
  }
  const significance = FAMILY_SIGNIFICANCE / (judged.length * (sample.features.length + 2));
  const wrong = disagreement(sample.features, sample.target.codes, sample.target.classes, seed);
  const told = new Set<number>();
  const findings: Found[] = [];
  const all = sourceColumn(table)!;
  while (told.size < judged.length - 1) {
    const worst = judged
      .filter((code) => !told.has(code))
      .map((code) => {
        const side = (row: number): Side => {
          const of = source.codes[row]!;
          return of === code ? 'own' : told.has(of) ? 'none' : 'other';
        };
        return evidenceAgainst(code, sample, wrong, side, significance);
      })
      .filter(({ reasons }) => reasons.length > 0)
      .sort((a, b) => b.gap - a.gap || a.code - b.code)[0];
    if (!worst) break;
    told.add(worst.code);
    const name = source.names[worst.code]!;
    const positions: number[] = [];
    all.codes.forEach((code, position) => {
      if (code >= 0 && all.names[code] === name) positions.push(position);
    });
    findings.push(
      found(
        'source',
        'warn',
        `Source ${shown(sensitive.has(source.name) ? masked(name) : name)} behaves unlike the others: ${worst.reasons.join('; ')}.`,
        'Look at its rows first; where it is at fault, mark the source as bad and see what it has touched.',
        { columns: [source.name, ...worst.columns], positions, numbers: worst.numbers },
      ),
    );
  }
  return { findings, note: `${sample.rowCount} rows, ${judged.length} sources` };
};

function evidenceAgainst(
  code: number,
  { features, target }: Table,
  wrong: Int8Array,
  side: (row: number) => Side,
  significance: number,
): Evidence {
  const evidence: Evidence = { code, reasons: [], numbers: {}, columns: new Set(), gap: 0 };
  const { reasons, numbers, columns } = evidence;
  const add = (gap: number, reason: string, column: string) => {
    evidence.gap = Math.max(evidence.gap, gap);
    if (reason) reasons.push(reason);
    columns.add(column);
  };
  const labels = countsBySide(target.codes, target.classes.length, side);
  const labelGap = variation(labels.own, labels.other);
  if (labelGap >= LARGE_LABEL_GAP && chiSquaredTwoSample(labels.own, labels.other).pValue < significance) {
    add(labelGap, `its labels are shared out otherwise (by ${percent(labelGap)})`, target.name);
    numbers.labelGap = labelGap;
  }
  const [agreed, disagreed] = [0, 1];
  const votes = countsBySide(wrong, 2, side);
  const tally = (of: Float64Array) => ({ positives: of[disagreed]!, rows: of[agreed]! + of[disagreed]! });
  const { statistic: z, pValue } = proportionsZTest(tally(votes.own), tally(votes.other));
  const [own, others] = [tally(votes.own), tally(votes.other)].map(
    ({ positives, rows }) => positives / (rows || 1),
  ) as [number, number];
  if (own - others >= LARGE_DISAGREEMENT && pValue < significance) {
    add(
      own - others,
      `a forest that has not seen the row disagrees with ${percent(own)} of its labels (others ${percent(others)}, z = ${z.toFixed(1)})`,
      target.name,
    );
    Object.assign(numbers, { disagreement: own, othersDisagreement: others, z });
  }
  const moved = features.flatMap((column) => {
    const gap = columnGap(column, side, significance);
    if (gap > 0) add(gap, '', column.name);
    return gap > 0 ? [column.name] : [];
  });
  if (moved.length > 0) {
    reasons.push(`its values of ${listed(moved, 3)} differ`);
    numbers.columns = moved.length;
  }
  return evidence;
}

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

function countsBySide(codes: ArrayLike<number>, categories: number, side: (row: number) => Side) {
  const counts = {
    own: new Float64Array(categories),
    other: new Float64Array(categories),
    none: new Float64Array(categories),
  };
  for (let row = 0; row < codes.length; row++) if (codes[row]! >= 0) counts[side(row)][codes[row]!]!++;
  return counts;
}

/** The total variation distance of two histograms, in [0, 1]. */
function variation(a: Float64Array, b: Float64Array): number {
  const sum = (of: Float64Array) => of.reduce((total, count) => total + count, 0) || 1;
  const [n, m] = [sum(a), sum(b)];
  return a.reduce((gap, count, i) => gap + Math.abs(count / n - b[i]! / m), 0) / 2;
}

/** How far a column of the source is from the others', in [0, 1]; 0 when that is small or may be chance. */
function columnGap(column: FeatureColumn, side: (row: number) => Side, significance: number): number {
  if (column.kind === 'category') {
    const { own, other } = countsBySide(column.codes, column.categories.length, side);
    const gap = variation(own, other);
    return gap >= LARGE_GAP && chiSquaredTwoSample(own, other).pValue < significance ? gap : 0;
  }
  const pick = (wanted: Side) =>
    column.values.filter((value, row) => !Number.isNaN(value) && side(row) === wanted).sort();
  const [own, other] = [pick('own'), pick('other')];
  // The p-value costs a hundred times the statistic.
  const gap = kolmogorovSmirnovStatistic(own, other);
  return gap >= LARGE_GAP && kolmogorovSmirnov(own, other).pValue < significance ? gap : 0;
}
