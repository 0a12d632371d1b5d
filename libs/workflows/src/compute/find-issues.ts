import type { DetectionFamily, DetectionReport, DetectorName } from '@antidote/contracts';
import { withoutTrusted } from '@antidote/data-versioning';
import { detectIssues, DETECTOR_REGISTRY, type DetectedIssues } from '@antidote/label-cleaning';
import type { OpenReview } from '@antidote/persistence';
import { labelText, type Table } from '@antidote/tabular';
import { encodeLabelIssues } from '../reviews/label-issues-blob.js';
import { openVersion, type VersionData } from './version-data.js';

export interface FindIssuesInput {
  version: VersionData;
  seed: number;
  /** The families whose flagged rows go to review. Wrong labels alone unless told. */
  reviewOf?: DetectionFamily[] | undefined;
}

export interface FoundIssues {
  classes: string[];
  /** Rows worth a look, most suspect first. */
  items: OpenReview['items'];
  /** All rows' scores, for the reasons that a reviewer is shown. */
  encoded: Uint8Array;
  /** What every detector says, a family at a time. */
  report: DetectionReport;
}

/** Rows of each detector that a report lists. */
const LISTED = 200;
/** Of a larger table the detectors that look at each row by itself take too long. */
const MOST_ROWS_FOR_ALL = 20_000;
const SLOW: readonly DetectorName[] = [
  'nearest-neighbours',
  'trigger-blind',
  'out-of-bag-margin',
  'confident-learning',
];

/** Judges every row of a version by models that have not seen it. The true labels are not read. */
export function findIssues({ version, seed, reviewOf = ['label'] }: FindIssuesInput): FoundIssues {
  const { table } = openVersion(version);
  // Rows of the trusted set are judged by nobody and teach nothing.
  const judged = version.trusted ? withoutTrusted(table, version.trusted.rows) : table;
  const found = detectIssues(judged, { detectors: detectorsFor(table), seed, listed: LISTED });
  return {
    classes: table.target.classes,
    items: reviewItems(table, judged, found, reviewOf),
    encoded: encodeLabelIssues(found.labels),
    report: found.report,
  };
}

function detectorsFor({ rowCount }: Table): DetectorName[] {
  // The package of npm draws its own random numbers: what it finds cannot be repeated.
  const seeded = (Object.keys(DETECTOR_REGISTRY) as DetectorName[]).filter((name) => name !== 'isolation-forest-npm');
  return rowCount > MOST_ROWS_FOR_ALL ? seeded.filter((name) => !SLOW.includes(name)) : seeded;
}

/**
 * The flagged rows of the families, most suspect labels first. Of the label family the default detector alone speaks:
 * what the others add is in the report.
 */
function reviewItems(
  table: Table,
  judged: Table,
  { detections, labels, report }: DetectedIssues,
  families: DetectionFamily[],
): OpenReview['items'] {
  const { classes } = table.target;
  const speakers = report.detectors
    .filter(({ detector, family }) => families.includes(family) && (family !== 'label' || detector === 'default'))
    .flatMap(({ detector }) => detections.get(detector) ?? []);
  const isTrusted = (position: number) => judged.target.codes[position] !== table.target.codes[position];
  return Array.from(labels.ranked)
    .filter((position) => !isTrusted(position) && speakers.some(({ flagged }) => flagged[position] === 1))
    .map((position) => ({
      row: table.rowIds[position]!,
      given: labelText(table, position),
      suggested: classes[labels.suggested[position]!]!,
      quality: labels.quality[position]!,
    }));
}
