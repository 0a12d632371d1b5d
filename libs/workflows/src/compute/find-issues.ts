import { withoutTrusted } from '@antidote/data-versioning';
import { findLabelIssues } from '@antidote/label-cleaning';
import type { OpenReview } from '@antidote/persistence';
import { labelText } from '@antidote/tabular';
import { encodeLabelIssues } from '../reviews/label-issues-blob.js';
import { openVersion, type VersionData } from './version-data.js';

export interface FoundIssues {
  classes: string[];
  /** Rows worth a look, most suspect first. */
  items: OpenReview['items'];
  /** All rows' scores, for the reasons that a reviewer is shown. */
  encoded: Uint8Array;
}

/** Judges every label of a version by forests that have not seen the row. The true labels are not read. */
export function findIssues({ version, seed }: { version: VersionData; seed: number }): FoundIssues {
  const { table } = openVersion(version);
  // Rows of the trusted set are judged by nobody and teach nothing.
  const judged = version.trusted ? withoutTrusted(table, version.trusted.rows) : table;
  const isTrusted = (position: number) => judged.target.codes[position] !== table.target.codes[position];
  const issues = findLabelIssues(judged, { seed });
  const { classes } = table.target;
  const items = Array.from(issues.ranked)
    .filter((position) => issues.flagged[position] === 1 && !isTrusted(position))
    .map((position) => ({
      row: table.rowIds[position]!,
      given: labelText(table, position),
      suggested: classes[issues.suggested[position]!]!,
      quality: issues.quality[position]!,
    }));
  return { classes, items, encoded: encodeLabelIssues(issues) };
}
