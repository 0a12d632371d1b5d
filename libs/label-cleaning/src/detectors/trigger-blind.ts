import { classCounts, type Table } from '@antidote/tabular';
import { checkLabels } from '../check-labels.js';
import type { Detector, Finding } from './detector.js';
import { columnHider, type HiddenColumns } from './hidden-columns.js';
import { divergence, liftedGroups, standsFor, type LiftedGroup } from './lifted-groups.js';
import { rowsByValues, valueCodes, valueText } from './rows-by-values.js';
import { triggerWords } from './trigger-words.js';

/** Columns hidden one by one at most. */
const MOST_COLUMNS = 24;
/** Columns of which each pair is hidden together. */
const PAIRED = 4;
/** Groups of `liftedGroups` whose columns are hidden together. */
const PROPOSED = 4;
/** Share of a group's rows that share a value, and of all rows that may, for the value to be part of what they share. */
const SHARED = 0.9;
const COMMON = 0.5;
const LEAST_ROWS = 4;
const LARGEST_SHARE = 0.1;
/** Log odds, over the number of groups looked at, that a group needs: one false alarm in a thousand tables. */
const CERTAINTY = Math.log(1000);
const SHOWN = 20;

/**
 * Hides one column, two, or those that a strange group of rows has in common (see `liftedGroups`), and looks which
 * rows lose their label's support by it. Honest rows that hang on a column are spread over its values; those of a
 * planted trigger hang on it and share one value, under one label. A group of s rows with the same hidden values scores
 * s KL(share that turns, share expected to): the evidence, in nats, that they do not turn by chance.
 */
export const triggerBlind: Detector = {
  title: 'Labels that hang on a column or a few',
  summary:
    'Rows that lose all support for their label once a column, or a few, are hidden: a trigger, and it is named.',
  family: 'trigger',
  detect({ table, seed, threads }) {
    checkLabels(table.target);
    const { codes, classes } = table.target;
    const shares = Float64Array.from(classCounts(codes, classes.length), (count) => count / table.rowCount);
    const hide = columnHider(table, seed, threads);
    const trials = table.features.slice(0, MOST_COLUMNS).flatMap(({ name }) => hide.rising([name]));
    const turnedBy = ({ turned }: HiddenColumns) => turned.reduce((sum, one) => sum + one, 0);
    const mostTurned = [...trials].sort((a, b) => turnedBy(b) - turnedBy(a)).slice(0, PAIRED);
    mostTurned.forEach((first, i) => {
      for (const second of mostTurned.slice(i + 1)) trials.push(...hide.rising([...first.names, ...second.names]));
    });
    for (const names of proposed(table)) trials.push(...hide.disbelieved(names));
    const best = new Float64Array(codes.length);
    const found: Finding[] = [];
    let groups = 0;
    for (const { names, turned, chance } of trials) {
      const features = table.features.filter(({ name }) => names.includes(name));
      for (const rows of rowsByValues(features, table.rowCount)) {
        if (rows.length < LEAST_ROWS || rows.length > LARGEST_SHARE * table.rowCount) continue;
        groups++;
        const inClass = classCounts(
          Int32Array.from(rows, (row) => codes[row]!),
          classes.length,
        );
        const top = inClass.indexOf(Math.max(...inClass));
        const turning = rows.filter((row) => codes[row] === top && turned[row] === 1);
        if (turning.length < LEAST_ROWS || !standsFor(inClass[top]! / rows.length, shares[top]!)) continue;
        const expected = rows.reduce((sum, row) => sum + chance(row, top), 0);
        if (turning.length <= expected) continue;
        const score = rows.length * divergence(turning.length / rows.length, (expected + 0.5) / (rows.length + 1));
        const own = rows.filter((row) => codes[row] === top);
        for (const row of own) if (score > best[row]!) best[row] = score;
        if (turning.length * 2 < rows.length) continue;
        const values = features.map((column) => valueText(column, rows[0]!));
        const columns = features.map(({ name }) => name);
        found.push({
          text: `${turning.length} of the ${rows.length} rows with ${triggerWords(columns, values)} lose the support for ${table.target.classes[top]} once ${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'} hidden; as usual rows go, ${expected.toFixed(1)} would.`,
          rows: own,
          score,
          columns,
          values,
        });
      }
    }
    const certain = CERTAINTY + Math.log(Math.max(1, groups));
    const strongest = found.sort((x, y) => y.score - x.score || x.rows[0]! - y.rows[0]!);
    const findings = strongest.filter(({ score }) => score >= certain && score >= 0.5 * strongest[0]!.score);
    const flagged = new Uint8Array(codes.length);
    for (const { rows } of findings) for (const row of rows) flagged[row] = 1;
    return {
      quality: best.map((score) => 1 / (1 + score / certain)),
      flagged,
      suggested: codes.slice(),
      findings: findings.slice(0, SHOWN),
    };
  },
};

/** Sets of columns that groups of rows have in common: of those that met against chance, and of those that speak against their parts. */
function proposed(table: Table): string[][] {
  const { groups } = liftedGroups(table);
  const sets = new Map<string, string[]>();
  for (const by of ['strangeness', 'surprise'] as const) {
    const most = sets.size + PROPOSED;
    for (const group of groups.sort((a, b) => b[by] - a[by] || a.rows[0]! - b.rows[0]!)) {
      if (sets.size === most) break;
      const names = inCommon(table, group);
      sets.set(names.join('\n'), names);
    }
  }
  return [...sets.values()];
}

/** The group's own columns, and others in which its rows share a value that most rows do not have. */
function inCommon({ features, rowCount }: Table, { rows, columns }: LiftedGroup): string[] {
  return features.flatMap((column) => {
    if (columns.includes(column)) return [column.name];
    const { codes, counts } = valueCodes(column);
    const inGroup = new Map<number, number>();
    for (const row of rows) inGroup.set(codes[row]!, (inGroup.get(codes[row]!) ?? 0) + 1);
    const [code, most] = [...inGroup].reduce((a, b) => (b[1] > a[1] ? b : a));
    return most >= SHARED * rows.length && counts[code]! <= COMMON * rowCount ? [column.name] : [];
  });
}
