import type {
  AttackName,
  CanaryAttack,
  DetectionFamily,
  DetectorName,
  Scorecard,
  ScorecardRow,
} from '@antidote/contracts';
import { detectIssues } from '@antidote/label-cleaning';
import { applyAttack, ATTACK_REGISTRY } from '@antidote/poisoning';
import { wilsonInterval } from '@antidote/statistics';
import { DomainError, Random, selectRows, type Table } from '@antidote/tabular';

export interface ScorecardOptions {
  seed: number;
  threads?: number;
  /** Share of the rows planted, in percent. Default 5. */
  percent?: number;
  /** Copies planted by each attack. Default 3. */
  repeats?: number;
  /** A larger table is sampled. Default 1,200. */
  maxRows?: number;
  /** Called with the share done, in [0, 1]. */
  onProgress?(share: number): void;
}

/** What is planted: one attack for each way that labels and rows go bad. */
export const CANARY_ATTACKS: readonly CanaryAttack[] = [
  'uniform',
  'targeted',
  'boundary',
  'region',
  'outlier-injection',
  'wrong-label-duplicates',
  'bad-source',
  'backdoor-in-range',
];

/** Of each family the detectors that run within seconds. */
const DETECTORS_OF: Record<DetectionFamily, readonly DetectorName[]> = {
  label: ['default'],
  outlier: ['isolation-forest'],
  duplicate: ['conflicting-duplicates'],
  trigger: ['tuple-lift', 'trigger-blind'],
  source: ['source-suspicion'],
};
const SAMPLE = 8;
const PLANT = 9;

/** Row ids that each family flags. */
type Flags = Map<DetectionFamily, Set<number>>;

/**
 * Plants known poison in hidden copies of a table and looks for it: what these detectors would have seen here, and what
 * not. Every attack is looked for by label detectors and by those of its own family. Recall is over the rows planted;
 * precision leaves out rows that are flagged without any poison, as nobody knows what these are.
 *
 * @throws DomainError `single_class`, `too_few_rows`
 */
export function plantCanaries(given: Table, options: ScorecardOptions): Scorecard {
  const { seed, threads = 1, percent = 5, repeats = 3, maxRows = 1_200, onProgress } = options;
  const table = sampled(given, maxRows, seed);
  const familyOf = (attack: AttackName): DetectionFamily => ATTACK_REGISTRY[attack].family;
  const families = [...new Set(CANARY_ATTACKS.map(familyOf))];
  const usual = flagsOf(table, families, seed, threads);
  let done = 0;
  const attacks = CANARY_ATTACKS.map((attack): ScorecardRow => {
    const family = familyOf(attack);
    const looked: DetectionFamily[] = family === 'label' ? ['label'] : ['label', family];
    const counts = new Map(looked.map((each) => [each, { hits: 0, flagged: 0 }]));
    let [planted, seen] = [0, 0];
    try {
      for (let repeat = 0; repeat < repeats; repeat++) {
        const plantSeed = Math.floor(new Random(seed, PLANT, repeat).uniform() * Number.MAX_SAFE_INTEGER);
        const { table: copy, patch } = applyAttack(table, { attack, percent, seed: plantSeed });
        const rows = new Set([...patch.relabel, ...patch.cells, ...patch.add].map(({ row }) => row));
        const flags = flagsOf(copy, looked, seed, threads);
        planted += rows.size;
        for (const row of rows) if (looked.some((each) => flags.get(each)!.has(row))) seen++;
        for (const each of looked) {
          const count = counts.get(each)!;
          for (const row of flags.get(each)!) {
            if (rows.has(row)) count.hits++;
            if (rows.has(row) || !usual.get(each)!.has(row)) count.flagged++;
          }
        }
        onProgress?.(++done / (CANARY_ATTACKS.length * repeats));
      }
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return { attack, family, planted: 0, recall: null, sights: [], notPlanted: error.message };
    }
    if (planted === 0) {
      const why = `${percent}% of ${table.rowCount} rows round to none`;
      return { attack, family, planted, recall: null, sights: [], notPlanted: why };
    }
    return {
      attack,
      family,
      planted,
      recall: share(seen, planted),
      sights: looked.map((each) => {
        const { hits, flagged } = counts.get(each)!;
        return {
          family: each,
          recall: share(hits, planted),
          precision: flagged === 0 ? null : share(hits, flagged),
        };
      }),
      notPlanted: null,
    };
  });
  const detectors = families.flatMap((family) => DETECTORS_OF[family]);
  return { percent, repeats, rows: table.rowCount, seed, detectors, attacks };
}

function sampled(table: Table, most: number, seed: number): Table {
  if (table.rowCount <= most) return table;
  const order = new Random(seed, SAMPLE).shuffle(Array.from({ length: table.rowCount }, (_, row) => row));
  return selectRows(
    table,
    order.slice(0, most).sort((a, b) => a - b),
  );
}

function flagsOf(table: Table, families: readonly DetectionFamily[], seed: number, threads: number): Flags {
  const detectors = families.flatMap((family) => DETECTORS_OF[family]);
  const { detections, report } = detectIssues(table, { detectors, seed, threads, listed: 0 });
  const flags: Flags = new Map(families.map((family) => [family, new Set()]));
  for (const { detector, family } of report.detectors) {
    detections.get(detector)?.flagged.forEach((flag, position) => {
      if (flag === 1) flags.get(family)!.add(table.rowIds[position]!);
    });
  }
  return flags;
}

function share(successes: number, n: number) {
  const [low, high] = wilsonInterval(successes, n);
  return { value: successes / n, low, high };
}
