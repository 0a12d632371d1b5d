import type { DriftReport } from '@antidote/contracts';
import type { CategoryColumn, LabelColumn, Table } from '@antidote/tabular';
import { listed, percent, plural, shown } from '../rows/words.js';
import { columnDrift, type ColumnDriftOptions } from './column-drift.js';
import { domainClassifier } from './domain-classifier.js';

export interface DriftOptions {
  seed: number;
  /** A p-value below it is drift of a column; .05 unless given. */
  significance?: number;
  /** A distance from it upwards is drift of a column; .1 unless given. */
  distance?: number;
  /** Share of columns from which the table drifted; .5 unless given. */
  share?: number;
  test?: ColumnDriftOptions['test'];
  /** False leaves the domain classifier out. */
  classifier?: boolean;
}

/**
 * How the current table differs from the reference: column by column, the label, columns that came or went, and a
 * classifier of both. The table drifted when half of the shared columns did, when a column of the reference is gone,
 * when the label drifted, or when the classifier tells the sides apart.
 */
export function findDrift(reference: Table, current: Table, options: DriftOptions): DriftReport {
  const { seed, significance = 0.05, distance = 0.1, share = 0.5, test = 'auto', classifier = true } = options;
  const limits = { significance, distance, test };
  const currentByName = new Map(current.features.map((column) => [column.name, column]));
  const known = new Set(reference.features.map(({ name }) => name));
  const missingColumns = reference.features.map(({ name }) => name).filter((name) => !currentByName.has(name));
  const newColumns = current.features.map(({ name }) => name).filter((name) => !known.has(name));
  const pairs = reference.features.flatMap((column) => {
    const now = currentByName.get(column.name);
    return now ? [[column, now] as const] : [];
  });
  const columns = pairs.map(([before, now]) => columnDrift(before, now, limits));
  const sameTarget = reference.target.name === current.target.name;
  const label = sameTarget ? columnDrift(asCategory(reference.target), asCategory(current.target), limits) : null;
  const sameKind = pairs.filter(([before, now]) => before.kind === now.kind).map(([before]) => before.name);
  const told = classifier ? domainClassifier(reference, current, sameKind, seed) : null;

  const drifting = columns.filter(({ drifted }) => drifted);
  const driftShare = columns.length === 0 ? 0 : drifting.length / columns.length;
  const reasons: string[] = [];
  if (drifting.length > 0 && driftShare >= share) {
    const names = listed(drifting.map(({ column }) => column));
    reasons.push(
      `${drifting.length} of ${plural(columns.length, 'column')} drifted (${percent(driftShare)}): ${names}`,
    );
  }
  if (missingColumns.length > 0) reasons.push(`columns of the reference are gone: ${listed(missingColumns)}`);
  if (label?.drifted) reasons.push(`the label ${shown(label.column)} drifted`);
  if (told?.drifted)
    reasons.push(`a forest tells current rows from reference rows: area under its ROC curve ${told.auc.toFixed(2)}`);

  const notes: string[] = [];
  if (newColumns.length > 0) notes.push(`new columns, compared with nothing: ${listed(newColumns)}`);
  if (!sameTarget) {
    notes.push(
      `the labels are not compared: ${shown(reference.target.name)} and ${shown(current.target.name)} are two columns`,
    );
  }
  if (classifier && !told) notes.push('no domain classifier: it wants 30 rows on each side and a shared column');
  else if (told && (told.referenceRows < reference.rowCount || told.currentRows < current.rowCount)) {
    notes.push(
      `the domain classifier saw a sample of ${told.referenceRows} reference and ${told.currentRows} current rows`,
    );
  }
  return {
    formatVersion: 1,
    rows: { reference: reference.rowCount, current: current.rowCount },
    columns,
    label,
    missingColumns,
    newColumns,
    driftShare,
    driftShareThreshold: share,
    domainClassifier: told,
    drifted: reasons.length > 0,
    reasons,
    notes,
  };
}

const asCategory = ({ name, codes, classes }: LabelColumn): CategoryColumn => ({
  kind: 'category',
  name,
  codes,
  categories: classes,
});
