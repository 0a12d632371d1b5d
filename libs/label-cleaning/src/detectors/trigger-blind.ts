import { classCounts, Random, type Table } from '@antidote/tabular';
import { binFeatures, fitModel } from '@antidote/training';
import { checkLabels } from '../check-labels.js';
import { unseenByTheForest } from '../forest/unseen-by-the-forest.js';
import { labelMargins } from '../label-margins.js';
import type { Detector, Finding } from './detector.js';
import { liftedGroups, type LiftedGroup } from './lifted-groups.js';
import { rowsByValues, valueCodes, valueText } from './rows-by-values.js';

const STREAM = 64;
const PARAMETERS = { nEstimators: 60, minSamplesLeaf: 2 };
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
const PURITY = 0.9;
/** A rise in suspicion that turns a row from believed to disbelieved. */
const RISE = 0.4;
/** Log odds, over the number of groups looked at, that a group needs: one false alarm in a thousand tables. */
const CERTAINTY = Math.log(1000);
const SHOWN = 5;

/**
 * Hides one column, two, or those that a strange group of rows has in common (see `liftedGroups`), and looks which
 * rows lose their label's support by it. Honest rows that hang on a column are spread over its values; those of a
 * planted trigger hang on it and share one value, under one label. A group of rows with the same hidden values scores by
 * how many of them turn, against the share of all rows that do.
 */
export const triggerBlind: Detector = {
  title: 'Labels that hang on one column',
  summary:
    'Rows that lose all support for their label once a column, or a few, are hidden: a trigger, and it is named.',
  family: 'trigger',
  detect({ table, seed, threads }) {
    checkLabels(table.target);
    const { codes } = table.target;
    const all = suspicion(table, table.features, seed, threads);
    const columns = table.features.slice(0, MOST_COLUMNS);
    const blind = (names: string[]) => {
      const seen = table.features.filter(({ name }) => !names.includes(name));
      return seen.length === 0 ? null : suspicion(table, seen, seed, threads);
    };
    // Rows that were believed and no longer are.
    const hidden = (names: string[]) =>
      blind(names)?.map((margin, row) => (codes[row]! < 0 || all[row]! > 0 ? 0 : Math.max(0, margin - all[row]!))) ??
      null;
    // A trigger of common values is not learnt by every forest: rows that share it need not have been believed before.
    const disbelieved = (names: string[]) =>
      blind(names)?.map((margin, row) => (codes[row]! >= 0 && margin > 0 ? 1 : 0)) ?? null;
    const trials = columns.flatMap(({ name }) => trial([name], hidden([name])));
    const mostTurned = [...trials].sort((a, b) => b.turned - a.turned).slice(0, PAIRED);
    mostTurned.forEach((first, i) => {
      for (const second of mostTurned.slice(i + 1)) {
        const names = [...first.names, ...second.names];
        trials.push(...trial(names, hidden(names)));
      }
    });
    for (const names of proposed(table)) trials.push(...trial(names, disbelieved(names)));
    const best = new Float64Array(codes.length);
    const found: Finding[] = [];
    let groups = 0;
    for (const { names, risen, turned } of trials) {
      const features = table.features.filter(({ name }) => names.includes(name));
      for (const rows of rowsByValues(features, table.rowCount)) {
        if (rows.length < LEAST_ROWS || rows.length > LARGEST_SHARE * table.rowCount) continue;
        groups++;
        const inClass = classCounts(
          Int32Array.from(rows, (row) => codes[row]!),
          table.target.classes.length,
        );
        const top = inClass.indexOf(Math.max(...inClass));
        const turning = rows.filter((row) => codes[row] === top && risen[row]! > RISE);
        if (turning.length < LEAST_ROWS || inClass[top]! <= PURITY * rows.length) continue;
        const expected = (rows.length * turned) / table.rowCount;
        const score = turning.length * Math.log(turning.length / expected) - (turning.length - expected);
        const own = rows.filter((row) => codes[row] === top);
        for (const row of own) if (score > best[row]!) best[row] = score;
        if (turning.length <= expected || turning.length * 2 < rows.length) continue;
        const values = features.map((column) => valueText(column, rows[0]!));
        const where = features.map(({ name }, i) => `${name} = ${values[i]}`).join(' and ');
        found.push({
          text: `${turning.length} of the ${rows.length} rows with ${where} lose the support for ${table.target.classes[top]} once ${names.join(' and ')} is hidden; as usual rows go, ${expected.toFixed(1)} would.`,
          rows: own,
          score,
          columns: features.map(({ name }) => name),
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
  for (const by of ['score', 'surprise'] as const) {
    const most = sets.size + PROPOSED;
    for (const group of groups.sort((a, b) => b[by] - a[by] || a.rows[0]! - b.rows[0]!)) {
      if (sets.size === most) break;
      const names = inCommon(table, group);
      if (names.length > 0) sets.set(names.join('\n'), names);
    }
  }
  return [...sets.values()];
}

/** Columns in which the rows of a group share a value that most others do not have. */
function inCommon({ features, rowCount }: Table, { rows }: LiftedGroup): string[] {
  return features.flatMap((column) => {
    const { codes, counts } = valueCodes(column);
    const inGroup = new Map<number, number>();
    for (const row of rows) inGroup.set(codes[row]!, (inGroup.get(codes[row]!) ?? 0) + 1);
    const [code, most] = [...inGroup].reduce((a, b) => (b[1] > a[1] ? b : a));
    return most >= SHARED * rows.length && counts[code]! <= COMMON * rowCount ? [column.name] : [];
  });
}

interface Trial {
  names: string[];
  risen: Float64Array;
  turned: number;
}

function trial(names: string[], risen: Float64Array | null): Trial[] {
  if (!risen) return [];
  return [{ names, risen, turned: risen.reduce((count, by) => count + (by > RISE ? 1 : 0), 0) }];
}

/** Out-of-bag margin of the other classes over the given one. */
function suspicion(table: Table, features: Table['features'], seed: number, threads: number): Float64Array {
  const { codes, classes } = table.target;
  const seen = { ...table, features };
  const model = fitModel('random-forest', binFeatures(features, table.rowCount), codes, classes, {
    seed: new Random(seed, STREAM).uint32(),
    threads,
    parameters: PARAMETERS,
    outOfBag: true,
  });
  return labelMargins(unseenByTheForest(seen, model, threads), codes, classes.length);
}
