/** Weights of the two kinds of evidence, tuned on the seven tables of the benchmark. */
const ONE_WAY = 1.5;
const CONCENTRATED = 0.75;
/** How much stronger than chance a pair must be before it counts: multiples of its variance. */
const SHRINKAGE = 2;
const LIMIT = 5;

/**
 * How much likelier than another class pair it is that a row of true class j bears the label i, as a factor,
 * [given i][true j]; 1 on the diagonal and where nothing is known. Attackers and tired annotators confuse classes one
 * way: many rows believed to be j bear i, while hardly any believed to be i bear j. A model that cannot tell two classes
 * apart confuses them both ways, which is no evidence. With three classes and more, a pair that holds more than its
 * share of all doubtful rows counts too. Each log ratio is shrunk by its own variance.
 *
 * @param counts of `confidentCounts`
 */
export function classPairEvidence(counts: Float64Array, classCount: number): Float64Array {
  const believed = new Float64Array(classCount);
  let doubtful = 0;
  counts.forEach((rows, at) => {
    believed[at % classCount]! += rows;
    if (at % (classCount + 1) !== 0) doubtful += rows;
  });
  const mean = doubtful / (classCount * (classCount - 1)) + 1;
  return counts.map((rows, at) => {
    if (at % (classCount + 1) === 0) return 1;
    const i = Math.floor(at / classCount);
    const j = at % classCount;
    const there = rows + 1;
    const back = counts[j * classCount + i]! + 1;
    // Of both views, by rows and by rates, the weaker: classes of uneven size look one-way in one of them by nature.
    const byRows = shrunk(Math.log(there / back), 1 / there + 1 / back);
    const rate = Math.log(there / (believed[j]! + 1)) - Math.log(back / (believed[i]! + 1));
    const byRates = shrunk(rate, 1 / there + 1 / back);
    let evidence = 0;
    if (byRows * byRates > 0) evidence = ONE_WAY * (Math.abs(byRows) < Math.abs(byRates) ? byRows : byRates);
    if (classCount > 2) evidence += CONCENTRATED * shrunk(Math.log(there / mean), 1 / there);
    return Math.exp(Math.max(-LIMIT, Math.min(LIMIT, evidence)));
  });
}

/** A log ratio drawn towards 0, to 0 where its square is under `SHRINKAGE` times its variance (James & Stein). */
function shrunk(logRatio: number, variance: number): number {
  return logRatio === 0 ? 0 : logRatio * Math.max(0, 1 - (SHRINKAGE * variance) / logRatio ** 2);
}
