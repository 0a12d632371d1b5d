import type { AttackOptions, Backdoor } from '@antidote/contracts';
import type { Patch, Table } from '@antidote/tabular';

/** What each attack is given: the table, how many rows, and what the attacker wants and can reach. */
export interface AttackInput {
  table: Table;
  /** Rows to change or add, from 0. */
  count: number;
  /** Positions of the labelled rows that the attacker can reach, ascending. */
  reachable: Uint32Array;
  seed: number;
  options: AttackOptions;
  /** Id of the first row added. */
  firstNewRowId: number;
}

export interface AttackPlan {
  /** Against the table attacked. */
  patch: Patch;
  backdoor?: Backdoor;
}

export type AttackFamily = 'label' | 'outlier' | 'duplicate' | 'source' | 'trigger';

/** Where the literature and the catalogues of threats speak of an attack. */
export interface AttackTaxonomy {
  /** MITRE ATLAS technique. */
  atlas: string;
  owasp: string;
  /** NIST AI 100-2 E2025. */
  nist: string;
  paper: string;
}

/** A way to poison a table; a pure function of its input, so that the same seed gives the same changes. */
export interface Attack {
  title: string;
  /** One sentence for people. */
  summary: string;
  goal: 'availability' | 'integrity';
  /** What detectors of this family should see. */
  family: AttackFamily;
  /** What the attacker must know of data and model. */
  knowledge: string;
  taxonomy: AttackTaxonomy;
  /** The options it takes, beyond `sources`, which all take. */
  takes: readonly (keyof AttackOptions)[];
  /** @throws DomainError naming the value where the table or the options do not allow the attack */
  plan: (input: AttackInput) => AttackPlan;
}
