import type { DetectionFamily } from '@antidote/contracts';
import type { Table } from '@antidote/tabular';
import type { LabelIssues } from '../label-issues.js';

/** What a detector is given. */
export interface DetectorInput {
  table: Table;
  seed: number;
  /** From 1; what is found never depends on it. */
  threads: number;
  /** Out-of-sample probabilities of the team's own model, row-major, rows x classes, for the detectors that take them. */
  predProbs?: Float64Array;
  /** What the default detector found, computed once for those which build on it. */
  labels(): LabelIssues;
}

/** Something found that is more than a row: a trigger, or a source. */
export interface Finding {
  /** In words. */
  text: string;
  /** Positions of its rows, ascending. */
  rows: number[];
  /** The detector's own measure; higher is stronger. */
  score: number;
  /** Columns of a trigger, and its values where they are known; the source's name. */
  columns?: string[];
  values?: string[];
  source?: string;
}

/** What a detector says of each row. */
export interface Detection {
  /** In [0, 1]; lower is more suspect. */
  quality: Float64Array;
  /** 1 where the row is worth a look. */
  flagged: Uint8Array;
  /** The class that the detector believes in, as a code; the given one where it has no opinion. */
  suggested: Int32Array;
  findings: Finding[];
}

/** A way to look at rows; deterministic in its input. */
export interface Detector {
  title: string;
  /** One sentence for people: what it sees and what it does not. */
  summary: string;
  family: DetectionFamily;
  /** @throws DomainError where the table does not allow the detector */
  detect(input: DetectorInput): Detection;
}
