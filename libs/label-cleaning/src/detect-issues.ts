import type { DetectionFamily, DetectionReport, DetectorName, DetectorResult } from '@antidote/contracts';
import { DomainError, labelText, type Table } from '@antidote/tabular';
import { checkLabels } from './check-labels.js';
import { checkPredProbs } from './check-pred-probs.js';
import { noiseMatrix } from './confident-learning/noise-matrix.js';
import { detectorDoubt } from './detector-doubt.js';
import type { Detection } from './detectors/detector.js';
import { DETECTOR_REGISTRY } from './detectors/detector-registry.js';
import { findLabelIssues, judgeLabels, varies } from './find-label-issues.js';
import { rankedByQuality, type LabelIssues } from './label-issues.js';

export interface DetectIssuesOptions {
  detectors: readonly DetectorName[];
  seed: number;
  threads?: number;
  /** The team's own out-of-sample probabilities, row-major, rows x classes. */
  predProbs?: Float64Array;
  /** Rows of each detector that the report lists. Default 50. */
  listed?: number;
  onProgress?(share: number): void;
}

export interface DetectedIssues {
  report: DetectionReport;
  /** In full, by detector; those that could not look at the table are absent. */
  detections: Map<DetectorName, Detection>;
  /** What the default detector says of the labels. */
  labels: LabelIssues;
}

const FAMILIES: readonly DetectionFamily[] = ['label', 'outlier', 'duplicate', 'trigger', 'source'];
/** Shares of the rows for which the estimate of errors left is given. */
const CUTS = [0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5];

/**
 * Runs detectors over one table and puts what they say side by side, a family at a time. A detector that the table
 * does not allow (no source column, say) is listed with the reason, unless it was the only one asked for.
 *
 * @throws DomainError `single_class`, `too_few_rows`; with a single detector whatever it refuses
 */
export function detectIssues(table: Table, options: DetectIssuesOptions): DetectedIssues {
  const { detectors, seed, threads = 1, predProbs, listed = 50, onProgress } = options;
  const { codes, classes } = table.target;
  checkLabels(table.target);
  if (predProbs) checkPredProbs(predProbs, table.target);
  const labels = predProbs
    ? judgeLabels(predProbs, codes, classes.length)
    : findLabelIssues(table, { seed, threads, onProgress: (share) => onProgress?.(share / 2) });
  const input = { table, seed, threads, ...(predProbs && { predProbs }), labels: () => labels };
  const detections = new Map<DetectorName, Detection>();
  // Where all rows are alike, none is more suspect than another of its class, whatever a detector makes of ties.
  const alike = !predProbs && !table.features.some(varies);
  const results = detectors.map((name, i): DetectorResult => {
    const { title, summary, family, detect } = DETECTOR_REGISTRY[name];
    const facts = { detector: name, family, title, summary };
    try {
      const detection = alike && family !== 'source' ? nothingSuspected(table) : detect(input);
      detections.set(name, detection);
      onProgress?.(0.5 + (i + 1) / (2 * detectors.length));
      return { ...facts, ...listing(table, detection, labels, listed), notRun: null };
    } catch (error) {
      if (!(error instanceof DomainError) || detectors.length === 1) throw error;
      return { ...facts, flagged: 0, rows: [], findings: [], notRun: error.message };
    }
  });
  const labelled = codes.reduce((count, code) => count + (code >= 0 ? 1 : 0), 0);
  const errors = (reviewed: number) =>
    labels.ranked.subarray(reviewed).reduce((sum, row) => sum + 1 - labels.quality[row]!, 0);
  const report: DetectionReport = {
    formatVersion: 1,
    rows: table.rowCount,
    labelled,
    target: table.target.name,
    classes,
    seed,
    listed,
    detectors: results,
    families: FAMILIES.flatMap((family) => flaggedBy(family, table.rowCount, results, detections)),
    overlap: overlaps(detections),
    noiseMatrix: noiseMatrix(labels.predProbs, codes, classes.length),
    estimatedErrors: errors(0),
    errorsLeft: CUTS.map((share) => Math.round(share * labelled)).map((reviewed) => ({
      reviewed,
      left: errors(reviewed),
    })),
    doubt: detectorDoubt(table, labels),
    warnings: [],
  };
  return { report, detections, labels };
}

const nothingSuspected = ({ target: { codes } }: Table): Detection => ({
  quality: new Float64Array(codes.length).fill(1),
  flagged: new Uint8Array(codes.length),
  suggested: codes.slice(),
  findings: [],
});

function listing(
  table: Table,
  { quality, flagged, suggested, findings }: Detection,
  labels: LabelIssues,
  most: number,
) {
  const { codes, classes } = table.target;
  const percent = (share: number) => `${Math.round(100 * share)}%`;
  const ranked = [...rankedByQuality(quality, codes)];
  // A detector may rank what it does not flag above what it does: it flags for more than a low quality.
  const first = [...ranked.filter((row) => flagged[row] === 1), ...ranked.filter((row) => flagged[row] === 0)];
  const rows = first.slice(0, most).map((row) => {
    const at = row * classes.length;
    const given = codes[row]!;
    const likeliest = labels.suggested[row]!;
    const votes =
      likeliest === given
        ? `models that never saw the row give its label ${percent(labels.predProbs[at + given]!)}`
        : `models that never saw the row give ${classes[likeliest]} ${percent(labels.predProbs[at + likeliest]!)} and its label ${percent(labels.predProbs[at + given]!)}`;
    const found = findings.filter((finding) => finding.rows.includes(row)).map(({ text }) => text);
    return {
      row: table.rowIds[row]!,
      label: labelText(table, row),
      suggested: classes[suggested[row]!] ?? '',
      quality: quality[row]!,
      flagged: flagged[row] === 1,
      reasons: [...found, votes],
    };
  });
  return {
    flagged: flagged.reduce((sum, flag) => sum + flag, 0),
    rows,
    findings: findings.map((finding) => ({ ...finding, rows: finding.rows.map((row) => table.rowIds[row]!) })),
  };
}

/** Rows that any detector of the family flags; none where no detector of it has looked. */
function flaggedBy(
  family: DetectionFamily,
  rowCount: number,
  results: DetectorResult[],
  detections: Map<DetectorName, Detection>,
) {
  const own = results.filter((result) => result.family === family && result.notRun === null);
  if (own.length === 0) return [];
  let flagged = 0;
  for (let row = 0; row < rowCount; row++) {
    if (own.some(({ detector }) => detections.get(detector)!.flagged[row] === 1)) flagged++;
  }
  return [{ family, flagged }];
}

function overlaps(detections: Map<DetectorName, Detection>): DetectionReport['overlap'] {
  const names = [...detections.keys()];
  return names.flatMap((first, i) =>
    names.slice(i + 1).map((second) => {
      const [a, b] = [detections.get(first)!.flagged, detections.get(second)!.flagged];
      let both = 0;
      let either = 0;
      a.forEach((flag, row) => {
        if (flag === 1 && b[row] === 1) both++;
        if (flag === 1 || b[row] === 1) either++;
      });
      return { first, second, both, either };
    }),
  );
}
