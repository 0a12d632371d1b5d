import type { DomainClassifier } from '@antidote/contracts';
import { rocAuc } from '@antidote/statistics';
import { byCodePoint, type FeatureColumn, type Table } from '@antidote/tabular';
import { binFeatures, fitModel } from '@antidote/training';
import { sampleRows } from '../rows/sample-rows.js';

const MOST_ROWS = 5000;
/** Fewer rows a side teach a forest nothing. */
const FEWEST_ROWS = 30;
const THRESHOLD = 0.65;

/**
 * A forest of 100 trees that tells current rows from reference rows by their features, scored out of bag: it sees
 * drift of columns together that no column shows alone. Above .65 is drift (NannyML's limit); below .5 is chance.
 *
 * @param columns names of the columns that both have, of one kind
 * @returns null without a column or with fewer than 30 rows on a side
 */
export function domainClassifier(
  reference: Table,
  current: Table,
  columns: string[],
  seed: number,
): DomainClassifier | null {
  if (columns.length === 0 || Math.min(reference.rowCount, current.rowCount) < FEWEST_ROWS) return null;
  const [before, after] = [sampleRows(reference, MOST_ROWS, seed), sampleRows(current, MOST_ROWS, seed + 1)];
  const rows = before.rowCount + after.rowCount;
  const features = columns.map((name) => joined(columnOf(before, name), columnOf(after, name)));
  const side = Int32Array.from({ length: rows }, (_, row) => (row < before.rowCount ? 0 : 1));
  const model = fitModel('random-forest', binFeatures(features, rows), side, ['reference', 'current'], {
    seed,
    outOfBag: true,
    parameters: { nEstimators: 100, minSamplesLeaf: 5, classWeight: 'balanced' },
  });
  const { probabilities, votes } = model.outOfBag!;
  const judged = side.map((code, row) => (votes[row]! > 0 ? code : -1));
  const scores = Float64Array.from(side, (_, row) => (votes[row]! > 0 ? probabilities[2 * row + 1]! : 0));
  const auc = rocAuc(judged, scores);
  return {
    auc,
    threshold: THRESHOLD,
    drifted: auc > THRESHOLD,
    referenceRows: before.rowCount,
    currentRows: after.rowCount,
  };
}

const columnOf = (table: Table, name: string) => table.features.find((column) => column.name === name)!;

/** One column below the other. */
function joined(first: FeatureColumn, second: FeatureColumn): FeatureColumn {
  if (first.kind === 'numeric' && second.kind === 'numeric') {
    const values = new Float64Array(first.values.length + second.values.length);
    values.set(first.values);
    values.set(second.values, first.values.length);
    return { kind: 'numeric', name: first.name, values };
  }
  if (first.kind !== 'category' || second.kind !== 'category') throw new TypeError(`${first.name} has two kinds`);
  const categories = [...new Set([...first.categories, ...second.categories])].sort(byCodePoint);
  const codeOf = new Map(categories.map((text, code) => [text, code]));
  const recode = (column: typeof first) => {
    const map = column.categories.map((text) => codeOf.get(text)!);
    return Array.from(column.codes, (code) => (code < 0 ? -1 : map[code]!));
  };
  return {
    kind: 'category',
    name: first.name,
    categories,
    codes: Int32Array.from([...recode(first), ...recode(second)]),
  };
}
