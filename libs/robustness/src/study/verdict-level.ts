/** Fewer seeds say too little for a verdict. */
export const FEWEST_SEEDS = 5;

/** The level a verdict is read at, in percent, if it was studied. */
const VERDICT_LEVEL = 10;

/** The studied level nearest to the one that verdicts are read at. @param levels not empty */
export const verdictLevel = (levels: readonly number[]): number =>
  levels.reduce((best, other) => (Math.abs(other - VERDICT_LEVEL) < Math.abs(best - VERDICT_LEVEL) ? other : best));
