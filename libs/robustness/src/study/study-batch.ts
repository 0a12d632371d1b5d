import type { AttackName, LabelsUsed, ModelKind } from '@antidote/contracts';

/** The work of one seed: one split, every attack, level and model on it. */
export interface StudyBatch {
  /** From 0; the position in the plan. */
  index: number;
  /** From 0; names the seed's streams of random numbers. */
  seedIndex: number;
}

export interface CellResult {
  model: ModelKind;
  /** null at level 0, where nothing is attacked and one fit serves all attacks. */
  attack: AttackName | null;
  level: number;
  /** Share of the scored rows predicted rightly, in [0, 1]. */
  accuracy: number;
}

export interface BatchResult {
  index: number;
  labelsUsed: LabelsUsed;
  trainRows: number;
  testRows: number;
  /** Accuracy of always saying the commonest class of the scored rows. */
  majorityAccuracy: number;
  cells: CellResult[];
}
