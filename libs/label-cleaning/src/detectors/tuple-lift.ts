import { classCounts, type FeatureColumn } from '@antidote/tabular';
import type { Detector, Finding } from './detector.js';
import { rowsByKey, valueCodes, valueText } from './rows-by-values.js';

const LEAST_SUPPORT = 4;
const LARGEST_SHARE = 0.1;
const PURITY = 0.9;
/** Columns beyond it are looked at for the pairs of the first ones alone: the work grows with the square. */
const MOST_COLUMNS = 80;
/** Log odds, over the number of groups looked at, that a group needs: one false alarm in a thousand tables. */
const CERTAINTY = Math.log(1000);
/** Times as many rows as chance would bring together; features that go together by nature stay below. */
const LEAST_LIFT = 4;
const SHOWN = 5;

/**
 * Looks for groups of rows that share the values of two columns (or one number that hardly repeats) and nearly all bear one label, though chance would
 * hardly bring these values together: what a planted trigger of fixed values looks like. A group of s rows scores
 * s (1/2 ln(1 / share of its class) + ln(s / expected s)).
 */
export const tupleLift: Detector = {
  title: 'Pairs of values that stand for a class',
  summary:
    'Rows that share two values which hardly ever meet, nearly all under one label: a planted trigger. Tables of few categories hold such groups by nature: weak there.',
  family: 'trigger',
  detect({ table }) {
    const { codes, classes } = table.target;
    const { rowCount } = table;
    const columns = table.features.slice(0, MOST_COLUMNS).map(valueCodes);
    const shares = Float64Array.from(classCounts(codes, classes.length), (count) => count / rowCount);
    const best = new Float64Array(rowCount);
    const found: Finding[] = [];
    let groups = 0;
    const look = (rows: number[], expected: number, features: FeatureColumn[]) => {
      const support = rows.length;
      if (support < LEAST_SUPPORT || support > LARGEST_SHARE * rowCount) return;
      groups++;
      const inClass = classCounts(
        Int32Array.from(rows, (row) => codes[row]!),
        classes.length,
      );
      const top = inClass.indexOf(Math.max(...inClass));
      if (inClass[top]! <= PURITY * support || shares[top] === 0) return;
      const score = support * (0.5 * Math.log(1 / shares[top]!) + Math.log(support / expected));
      for (const row of rows) if (codes[row] === top && score > best[row]!) best[row] = score;
      if (support < LEAST_LIFT * expected || score < CERTAINTY) return;
      const values = features.map((column) => valueText(column, rows[0]!));
      const where = features.map((column, i) => `${column.name} = ${values[i]}`).join(' and ');
      found.push({
        text: `${support} rows have ${where}, where chance would bring ${expected.toFixed(1)}; ${inClass[top]} of them bear ${classes[top]}.`,
        rows: rows.filter((row) => codes[row] === top),
        score,
        columns: features.map(({ name }) => name),
        values,
      });
    };
    columns.forEach((column, a) => {
      const feature = table.features[a]!;
      if (feature.kind === 'numeric') {
        const expected = Math.max(1, rowCount / column.counts.length);
        for (const rows of rowsByKey(column.codes)) look(rows, expected, [feature]);
      }
      for (let b = a + 1; b < columns.length; b++) {
        const other = columns[b]!;
        const keys = column.codes.map((code, row) => code * other.counts.length + other.codes[row]!);
        for (const rows of rowsByKey(keys)) {
          const expected = (column.counts[column.codes[rows[0]!]!]! * other.counts[other.codes[rows[0]!]!]!) / rowCount;
          look(rows, expected, [feature, table.features[b]!]);
        }
      }
    });
    const certain = CERTAINTY + Math.log(Math.max(1, groups));
    const flagged = new Uint8Array(rowCount);
    // A planted trigger towers over what the table holds by nature.
    const strongest = found.sort((x, y) => y.score - x.score || x.rows[0]! - y.rows[0]!);
    const findings = strongest.filter(({ score }) => score >= certain && score >= 0.5 * strongest[0]!.score);
    for (const { rows } of findings) for (const row of rows) flagged[row] = 1;
    return {
      quality: best.map((score) => 1 / (1 + score / certain)),
      flagged,
      suggested: codes.slice(),
      findings: findings.slice(0, SHOWN),
    };
  },
};
