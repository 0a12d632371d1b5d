import { findDrift } from '../drift/find-drift.js';
import { found, type Found } from '../rows/finding.js';
import { sampleRows } from '../rows/sample-rows.js';
import { listed, shown } from '../rows/words.js';
import type { Check } from './check-context.js';

/** Chance of a false finding over all columns together. */
const FAMILY_SIGNIFICANCE = 0.001;
/** Rows of each version that are compared. */
const SAMPLED_ROWS = 50_000;

/** Drift against the previous version: columns come and gone, features and labels. */
export const previousDrift: Check = ({ table, previous, seed }) => {
  if (previous === null) return { findings: [], skipped: 'there is no previous version' };
  const significance = FAMILY_SIGNIFICANCE / (table.features.length + 1);
  const [before, now] = [sampleRows(previous, SAMPLED_ROWS, seed), sampleRows(table, SAMPLED_ROWS, seed)];
  const report = findDrift(before, now, { seed, significance });
  const findings: Found[] = [];
  const lost = [...report.missingColumns];
  if (lost.length > 0) {
    findings.push(
      found(
        'drift',
        'warn',
        `Columns of the previous version are gone: ${listed(lost)}.`,
        'Put them back, or make the change known to whoever trains and serves: their models want these columns.',
        { columns: lost },
      ),
    );
  }
  if (report.newColumns.length > 0) {
    findings.push(
      found(
        'drift',
        'info',
        `Columns are new since the previous version: ${listed(report.newColumns)}.`,
        'Nothing to do if they are meant.',
        { columns: report.newColumns },
      ),
    );
  }
  const moved = report.columns.filter(({ drifted }) => drifted);
  if (moved.length > 0) {
    findings.push(
      found(
        'drift',
        'warn',
        `${moved.length} of ${report.columns.length} columns drifted since the previous version: ${listed(moved.map(({ column }) => column))}.`,
        'Compare both versions (`antidote drift`); find out what changed at the source before training on it.',
        { columns: moved.map(({ column }) => column), numbers: { share: report.driftShare } },
      ),
    );
  }
  if (report.label?.drifted) {
    findings.push(
      found(
        'drift',
        'warn',
        `The shares of the labels ${shown(report.label.column)} changed since the previous version.`,
        'Find out whether the world changed or the labelling did; poisoned labels look like this too.',
        { columns: [report.label.column], numbers: { statistic: report.label.statistic ?? NaN } },
      ),
    );
  }
  if (report.domainClassifier?.drifted && moved.length === 0) {
    findings.push(
      found(
        'drift',
        'warn',
        `A forest tells rows of this version from rows of the previous one (area under its ROC curve ${report.domainClassifier.auc.toFixed(2)}), though no single column drifted.`,
        'Columns changed together: look at pairs of columns.',
        { numbers: { auc: report.domainClassifier.auc } },
      ),
    );
  }
  return { findings, note: [`${before.rowCount} rows against ${now.rowCount}`, ...report.notes].join('; ') };
};
