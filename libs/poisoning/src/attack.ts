import type { LabelChange, PoisonSpec } from '@antidote/contracts';
import type { Table } from '@antidote/tabular';

/** A way to poison labels; a pure function of table and spec, so that the same seed gives the same changes. */
export interface Attack {
  title: string;
  /** One sentence for people. */
  summary: string;
  /** The technique in MITRE ATLAS. */
  atlas: string;
  /** The changes in row order; rows are row ids. */
  plan: (table: Table, spec: PoisonSpec) => LabelChange[];
}
