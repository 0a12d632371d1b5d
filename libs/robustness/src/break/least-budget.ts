/** What a budget of poisoned rows does; `most` where the attack cannot have that many, but may have so many. */
export type BudgetOutcome = { broken: boolean } | { most: number; why: string };

export interface LeastBudget {
  /** The least budget found to break; null when none was. */
  rows: number | null;
  searchedTo: number;
  /** Why the search ended before `most`. */
  note: string | null;
}

/**
 * The least budget in 1 to `most` that breaks: doubled until one does, then bisected. Every answer was tried. Where a
 * greater budget can do less harm than a smaller one, a smaller break may exist and be missed.
 *
 * @param attempt tried about 2 log2(most) times; about 2 log2(most / first) with a `first` budget to begin at
 * @param tolerance the search ends once a budget holds that is less than this share below one that breaks; 0 is exact
 */
export async function leastBudget(
  most: number,
  attempt: (rows: number) => Promise<BudgetOutcome>,
  { first = 1, tolerance = 0 }: { first?: number; tolerance?: number } = {},
): Promise<LeastBudget> {
  let limit = most;
  let note: string | null = null;
  let holds = 0;
  let breaks: number | null = null;
  for (let rows = Math.max(1, first); holds < limit; rows = Math.min(limit, 2 * rows)) {
    const outcome = await attempt(Math.min(rows, limit));
    if ('most' in outcome) {
      limit = Math.min(limit - 1, Math.max(holds, outcome.most));
      note = outcome.why;
      rows = Math.max(1, Math.floor(limit / 2));
      continue;
    }
    if (outcome.broken) {
      breaks = Math.min(rows, limit);
      break;
    }
    holds = Math.min(rows, limit);
  }
  if (breaks === null) return { rows: null, searchedTo: limit, note };
  let least: number = breaks;
  while (least - holds > Math.max(1, tolerance * least)) {
    const middle: number = (holds + least) >> 1;
    const outcome = await attempt(middle);
    if ('broken' in outcome && outcome.broken) least = middle;
    else holds = middle;
  }
  return { rows: least, searchedTo: least, note: null };
}
