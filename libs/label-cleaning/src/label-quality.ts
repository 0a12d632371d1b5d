/** Added to each probability, so that a class which no tree voted for still counts for a little. */
const SMOOTHING = 0.005;

/**
 * Probabilities of the true class of each row given its features and its label: the out-of-sample ones, each other class
 * times the evidence that its rows bear the given label.
 *
 * @param predProbs out-of-sample probabilities, row-major, rows x `classCount`
 * @param codes given labels, -1 for none: such rows keep theirs
 * @param evidence of `classPairEvidence`
 */
export function posteriorProbabilities(
  predProbs: Float64Array,
  codes: Int32Array,
  classCount: number,
  evidence: Float64Array,
): Float64Array {
  const posterior = predProbs.slice();
  codes.forEach((given, row) => {
    if (given < 0) return;
    const own = posterior.subarray(row * classCount, (row + 1) * classCount);
    let sum = 0;
    for (let c = 0; c < classCount; c++) sum += own[c] = (own[c]! + SMOOTHING) * evidence[given * classCount + c]!;
    for (let c = 0; c < classCount; c++) own[c]! /= sum;
  });
  return posterior;
}

/** Log odds that each row's label is wrong; higher is more suspect, -Infinity for a row without a label. */
export function wrongLabelLogOdds(posterior: Float64Array, codes: Int32Array, classCount: number): Float64Array {
  return Float64Array.from(codes, (given, row) => {
    if (given < 0) return -Infinity;
    let other = 0;
    for (let c = 0; c < classCount; c++) if (c !== given) other += posterior[row * classCount + c]!;
    return Math.log(other) - Math.log(posterior[row * classCount + given]!);
  });
}

const BISECTIONS = 60;

/**
 * Chance that each label is right, in (0, 1), lower is more suspect; 1 for a row without a label. The log odds are all
 * shifted alike, so that the chances of being wrong add up to the estimated number of wrong labels; ranks stay.
 *
 * @param expectedErrors estimated number of wrong labels
 */
export function calibratedQuality(logOdds: Float64Array, expectedErrors: number): Float64Array {
  const wrong = (shift: number) => {
    let sum = 0;
    for (const odds of logOdds) sum += 1 / (1 + Math.exp(-odds - shift));
    return sum;
  };
  let low = -20;
  let high = 20;
  for (let i = 0; i < BISECTIONS; i++) {
    const middle = (low + high) / 2;
    if (wrong(middle) < expectedErrors) low = middle;
    else high = middle;
  }
  return logOdds.map((odds) => 1 / (1 + Math.exp(odds + low)));
}
