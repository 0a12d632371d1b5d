import type { AttackName, BreakFinding, BreakMetric, BreakReport } from '@antidote/contracts';
import { applyAttack, type AttackResult } from '@antidote/poisoning';
import { classificationMetrics, mean } from '@antidote/statistics';
import { DomainError, selectRows, type Table } from '@antidote/tabular';
import { certify } from '../certificate/certify.js';
import { fitSeed, poisonSeed } from '../study/seed-streams.js';
import { voteChallenger, type Challenger } from './challenger.js';
import { leastBudget, type BudgetOutcome } from './least-budget.js';

export interface CostToBreakOptions {
  metric: BreakMetric;
  /** The model is broken when the metric is below this. */
  below: number;
  attacks: readonly AttackName[];
  challengers: readonly Challenger[];
  /** Independent attempts of each attack, each with one seed of poison and fit for all budgets. */
  seeds: number;
  seed: number;
  /** The greatest budget, as a share of the training rows, in percent. */
  mostPercent: number;
  /** Parts of the vote that is certified and attacked beside the challengers; by the number of rows unless given. */
  parts?: number;
  /** False leaves out the vote with its certificate, which cost most. */
  certify?: boolean;
  /** Found budgets may be this share above the least; exact, 0, unless given. A coarse search fits half as many models. */
  tolerance?: number;
  onProgress?(done: number, total: number): void;
}

/**
 * The fewest poisoned rows found that take each model below a limit, by attack, and how many provably cannot take the
 * vote of parts below it: together they bracket the truth for that vote. For other models what was found is an upper
 * bound: a cleverer attack may need fewer rows.
 *
 * Deterministic in tables and seed.
 *
 * @param test scored on; its classes are those of `table`, codes alike
 * @throws DomainError `shape_mismatch` when the classes differ, `too_few_rows`, `single_class`, what an attack refuses
 */
export async function costToBreak(given: Table, test: Table, options: CostToBreakOptions): Promise<BreakReport> {
  const { metric, below, attacks, seeds, seed, mostPercent, onProgress } = options;
  const { codes, classes } = given.target;
  if (test.target.classes.join('\0') !== classes.join('\0')) {
    throw new DomainError('shape_mismatch', 'Training and test rows have other lists of classes; read them together.');
  }
  if (!(mostPercent > 0 && mostPercent <= 100)) {
    throw new DomainError('parameter_out_of_range', `The greatest budget is ${mostPercent}%; give above 0 to 100.`);
  }
  if (new Set(codes.filter((code) => code >= 0)).size < 2) {
    throw new DomainError('single_class', 'The training rows hold a single class; there is nothing to break.');
  }
  const table = selectRows(
    given,
    Uint32Array.from(codes.keys()).filter((row) => codes[row]! >= 0),
  );
  const tolerance = options.tolerance ?? 0;
  const search: Search = {
    most: Math.floor((table.rowCount * mostPercent) / 100),
    first: tolerance > 0 ? Math.floor(table.rowCount / 100) : 1,
    tolerance,
  };
  const certified = metric === 'f1' || options.certify === false ? null : certifiedBound(table, test, options);
  // As many parts whatever an attack adds: the proof speaks of these.
  const vote = certified && voteChallenger({ parts: certified.voters, seed });
  const challengers = [...options.challengers, ...(vote ? [vote] : [])];
  const metricOf = (predicted: Int32Array) => {
    const metrics = classificationMetrics(test.target.codes, predicted, classes.length);
    return { accuracy: metrics.accuracy, 'balanced-accuracy': metrics.balancedAccuracy, f1: metrics.f1 }[metric];
  };

  const total = challengers.length * attacks.length * seeds;
  let done = 0;
  const findings: BreakFinding[] = [];
  for (const challenger of challengers) {
    const score = async (train: Table, index: number) =>
      metricOf(await challenger.predict(train, test, fitSeed(seed, index)));
    const indexes = Array.from({ length: seeds }, (_, index) => index);
    // At the same time, which helps a challenger that trains in processes of its own.
    const clean = await Promise.all(indexes.map((index) => score(table, index)));
    const attempts = await Promise.all(
      attacks.map((attack) =>
        Promise.all(
          indexes.map(async (index) => {
            const isBroken = clean[index]! < below;
            const attempt = await attacked(table, attack, poisonSeed(seed, index), isBroken, search, async (train) => {
              const reached = await score(train, index);
              return { reached, broken: reached < below };
            });
            onProgress?.(++done, total);
            return attempt;
          }),
        ),
      ),
    );
    attacks.forEach((attack, i) =>
      findings.push(cheapest(challenger.name, attack, mean(clean), table.rowCount, attempts[i]!)),
    );
  }
  return {
    formatVersion: 1,
    metric,
    below,
    seeds,
    seed,
    trainRows: table.rowCount,
    testRows: test.target.codes.filter((code) => code >= 0).length,
    findings,
    certified,
  };
}

interface Search {
  /** Budgets in rows. */
  most: number;
  first: number;
  tolerance: number;
}

interface Attempt {
  rows: number | null;
  searchedTo: number;
  note: string | null;
  reached: number | null;
  result: AttackResult | null;
}

async function attacked(
  table: Table,
  attack: AttackName,
  seed: number,
  isBroken: boolean,
  { most, ...search }: Search,
  tried: (train: Table) => Promise<{ reached: number; broken: boolean }>,
): Promise<Attempt> {
  if (isBroken) return { rows: 0, searchedTo: 0, note: null, reached: null, result: null };
  const breaks = new Map<number, { reached: number; result: AttackResult }>();
  const attempt = async (rows: number): Promise<BudgetOutcome> => {
    let result: AttackResult;
    try {
      result = applyAttack(table, { attack, percent: (100 * rows) / table.rowCount, seed });
    } catch (error) {
      const available = error instanceof DomainError && error.code === 'limit_exceeded' && error.details['rows'];
      if (typeof available !== 'number') throw error;
      return { most: available, why: (error as DomainError).message };
    }
    const { reached, broken } = await tried(result.table);
    if (broken) breaks.set(rows, { reached, result });
    return { broken };
  };
  const found = await leastBudget(most, attempt, search);
  const best = found.rows === null ? undefined : breaks.get(found.rows);
  return { ...found, reached: best?.reached ?? null, result: best?.result ?? null };
}

function cheapest(
  model: string,
  attack: AttackName,
  clean: number,
  trainRows: number,
  attempts: Attempt[],
): BreakFinding {
  const best = attempts.reduce((least, other) => ((other.rows ?? Infinity) < (least.rows ?? Infinity) ? other : least));
  const patch = best.result?.patch;
  const changed = new Set([...(patch?.relabel ?? []), ...(patch?.cells ?? [])].map(({ row }) => row));
  return {
    model,
    attack,
    clean,
    rows: best.rows,
    percent: best.rows === null ? null : (100 * best.rows) / trainRows,
    reached: best.rows === 0 ? clean : best.reached,
    searchedTo: Math.max(...attempts.map(({ searchedTo }) => searchedTo)),
    bySeed: attempts.map(({ rows }) => rows),
    changed: [...changed].sort((a, b) => a - b),
    added: patch?.add.length ?? 0,
    note: best.rows === null ? (attempts.find(({ note }) => note !== null)?.note ?? null) : null,
  };
}

/** The least r at which certified accuracy is below the limit: fewer changes than that provably keep it. */
function certifiedBound(table: Table, test: Table, { metric, below, parts, seed }: CostToBreakOptions) {
  const { certificate } = certify(table, test, { base: 'trees', parts, seed });
  const valueOf = ({ accuracy, balancedAccuracy }: (typeof certificate.curve)[number]) =>
    metric === 'accuracy' ? accuracy : balancedAccuracy;
  const least = certificate.curve.find((point) => valueOf(point) < below);
  return {
    voters: certificate.voters,
    clean: valueOf(certificate.curve[0]!),
    atLeast: least?.r ?? certificate.curve.at(-1)!.r + 1,
  };
}
