/**
 * Whether two sides are equally accurate: the difference of their accuracies on the same test rows against its standard
 * error, the larger of the one over test rows (mean difference of each row) and the one over seeds.
 *
 * @param ours, peer predicted codes by round, all over the rows of `truth`
 * @returns accuracies, difference ours - peer, its standard error, and `verdict`: equal (within 2 standard errors),
 *   higher or lower
 */
export function agreement(truth, ours, peer) {
  const accuracies = (rounds) => rounds.map((predicted) => mean(predicted.map((code, row) => +(code === truth[row]))));
  const [oursBySeed, peerBySeed] = [accuracies(ours), accuracies(peer)];
  const rowShare = (rounds, row) => mean(rounds.map((predicted) => +(predicted[row] === truth[row])));
  const byRow = Array.from(truth, (_, row) => rowShare(ours, row) - rowShare(peer, row));
  return verdictOf(oursBySeed, peerBySeed, standardError(byRow));
}

/** The same from accuracies by seed alone, where each seed has test rows of its own. */
export function agreementOverSeeds(ours, peer) {
  return verdictOf(ours, peer, Math.hypot(standardError(ours), standardError(peer)));
}

function verdictOf(oursBySeed, peerBySeed, rowError) {
  const [ours, peer] = [mean(oursBySeed), mean(peerBySeed)];
  const error = Math.max(rowError, Math.hypot(standardError(oursBySeed), standardError(peerBySeed)));
  const difference = ours - peer;
  const verdict = Math.abs(difference) <= 2 * error + 1e-12 ? 'equal' : difference > 0 ? 'higher' : 'lower';
  return { ours, peer, difference, error, verdict };
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

function standardError(values) {
  if (values.length < 2) return 0;
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1) / values.length);
}
