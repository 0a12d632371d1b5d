import type { AttackName, LabelsUsed, Mitigation, ModelKind } from '@antidote/contracts';

/** The work of one seed: one split, every attack, level, mitigation and model on it. */
export interface StudyBatch {
  /** From 0; the position in the plan. */
  index: number;
  /** From 0; names the seed's streams of random numbers. */
  seedIndex: number;
}

export interface CellResult extends CellScore {
  model: ModelKind;
  /** null at level 0, where nothing is attacked and one fit serves all attacks. */
  attack: AttackName | null;
  level: number;
  /** null where nothing was done about the poison. */
  mitigation: Mitigation | null;
  /** Rows changed or added. */
  poisonedRows: number;
  /** Rows predicted rightly in each slice; absent without slices, and after a mitigation. */
  sliceRight?: number[];
  /** Rows that the detector flags; 0 without a mitigation. */
  flaggedRows: number;
}

/** How one fitted model does on the scored rows. */
export interface CellScore {
  /** Share of the scored rows predicted rightly, in [0, 1]. */
  accuracy: number;
  /** Mean recall of the classes that scored rows have, in [0, 1]. */
  balancedAccuracy: number;
  /** Recall by class code; null for a class without a scored row. */
  recall: (number | null)[];
  /** Expected calibration error, in [0, 1]; lower is better. */
  calibrationError: number;
  /** Accuracy on test labels poisoned alike; null where there are none. */
  naiveAccuracy: number | null;
  /** Of a backdoor: share of the scored rows of other classes that the trigger sends to its class, and the floor. */
  attackSuccess: { rate: number; floor: number } | null;
}

export interface BatchResult {
  index: number;
  labelsUsed: LabelsUsed;
  trainRows: number;
  testRows: number;
  /** Accuracy of always saying the commonest class of the scored rows. */
  majorityAccuracy: number;
  /** The slices of the scored rows, and how many rows each has. */
  slices?: { column: string; names: string[]; rows: number[] };
  cells: CellResult[];
}
