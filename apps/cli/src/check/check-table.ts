import type { BreakFinding, CheckReport, StudySpec } from '@antidote/contracts';
import { findLabelIssues } from '@antidote/label-cleaning';
import { costToBreak, modelChallenger, reduceStudy } from '@antidote/robustness';
import { DomainError, labelText, Random, selectRows, stratifiedSplit, type Table } from '@antidote/tabular';
import { validateTable } from '@antidote/validation';
import { runBatches } from '../study/run-batches.js';

/** A check, before it says what to do next. */
export type CheckedTable = Omit<CheckReport, 'nextSteps'>;

export interface CheckOptions {
  seed: number;
  threads: number;
  name: string;
  sha256: string;
  onStep(what: string): void;
}

/** Studies of more rows take longer and say the same. */
const MOST_ROWS = 10_000;
const WORST = 10;
const POINTS_TO_LOSE = 0.05;
/** One forest tells budgets closer than this from each other by chance only. */
const TOLERANCE = 0.05;
const LEVELS = [0, 5, 10, 20];
const SEEDS = 5;
const STREAM = 73;

/**
 * Looks at a table from all sides: what is wrong with it, which labels look wrong, what poison does to a tree and a
 * forest, and what it costs to break the forest.
 *
 * @throws DomainError `single_class`, `too_few_rows`
 */
export async function checkTable(
  whole: Table,
  { seed, threads, name, sha256, onStep }: CheckOptions,
): Promise<CheckedTable> {
  onStep('what is wrong with the file');
  const { verdict, findings, checks } = validateTable(whole, { seed });
  const table =
    whole.rowCount > MOST_ROWS ? selectRows(whole, new Random(seed, STREAM).sample(whole.rowCount, MOST_ROWS)) : whole;
  onStep('which labels look wrong');
  const issues = findLabelIssues(table, { seed, threads });
  const { classes, codes, name: target } = table.target;
  const worst = Array.from(issues.ranked)
    .filter((row) => issues.flagged[row] === 1)
    .slice(0, WORST)
    .map((row) => ({
      row: table.rowIds[row]!,
      label: labelText(table, row),
      suggested: classes[issues.suggested[row]!]!,
      quality: issues.quality[row]!,
    }));
  onStep('what poison does to models');
  const spec: StudySpec = {
    levels: LEVELS,
    models: ['decision-tree', 'random-forest'],
    attacks: ['uniform'],
    seeds: SEEDS,
    seed,
    testShare: 0.3,
  };
  const facts = { name, sha256, rows: table.rowCount, features: table.features.length, classes, target };
  const study = reduceStudy(facts, spec, await runBatches(table, spec, { threads }));
  onStep('what it costs to break the forest');
  const forest = study.cells.find(({ model, level }) => model === 'random-forest' && level === 0)!;
  const below = Math.max(0, Math.floor(1000 * (forest.mean - POINTS_TO_LOSE)) / 1000);
  const split = stratifiedSplit(codes, classes.length, spec.testShare, new Random(seed, STREAM, 1));
  const broken = await costToBreak(selectRows(table, split.train), selectRows(table, split.test), {
    metric: 'accuracy',
    below,
    attacks: ['uniform', 'targeted', 'boundary'],
    challengers: [modelChallenger('random-forest', threads)],
    seeds: 1,
    seed,
    mostPercent: 50,
    certify: false,
    tolerance: TOLERANCE,
  });
  return {
    rows: whole.rowCount,
    rowsStudied: table.rowCount,
    validation: { verdict, findings, checks },
    labels: {
      flagged: issues.flagged.reduce((sum, flag) => sum + flag, 0),
      estimatedWrong: issues.ranked.reduce((sum, row) => sum + 1 - issues.quality[row]!, 0),
      worst,
    },
    study,
    breaks: broken.findings,
    below,
  };
}

/** Commands to go on with, the most pressing first. */
export function nextSteps({ validation, labels, study, breaks }: CheckedTable, path: string): string[] {
  const blocking = validation.findings.filter(({ severity }) => severity === 'block').length;
  const forest = study.leads.find(({ level }) => level === 10);
  const cheapest = cheapestBreak(breaks);
  return [
    ...(blocking > 0
      ? [
          `Settle ${blocking === 1 ? 'what blocks' : `the ${blocking} findings that block`}: antidote data validate ${path}`,
        ]
      : []),
    ...(labels.flagged > 0
      ? [`Look at ${labels.flagged} suspicious labels: antidote clean --data_path ${path} --out scores.csv`]
      : []),
    ...(forest && forest.lead.shown && forest.lead.points.value > 0
      ? ['Train a forest rather than a tree: it takes more wrong labels.']
      : []),
    ...(cheapest === null
      ? []
      : [`${cheapest} rows are enough to break it: find out who can write so many, and keep a trusted set apart.`]),
    `See all attacks, backdoors too: antidote study --data_path ${path} --attacks uniform,greedy,backdoor-in-range --mitigations pruned`,
  ];
}

/** The fewest rows that any attack needed; null where none broke the model. */
export function cheapestBreak(breaks: BreakFinding[]): number | null {
  const rows = breaks.flatMap(({ rows: found }) => (found === null ? [] : [found]));
  return rows.length === 0 ? null : Math.min(...rows);
}

/** Refuses what nothing can be said of, before any work. */
export function refuseHopeless({ target: { codes, name }, features }: Table): void {
  const counts = new Map<number, number>();
  for (const code of codes) if (code >= 0) counts.set(code, (counts.get(code) ?? 0) + 1);
  if (counts.size < 2) {
    throw new DomainError(
      'single_class',
      `Column ${JSON.stringify(name)} holds ${counts.size} classes; a check needs two.`,
    );
  }
  if (features.length === 0) throw new DomainError('empty_dataset', 'The file has no column beside the label.');
}
