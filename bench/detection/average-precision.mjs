/**
 * Sum of precision over the gains of recall, as scikit-learn's; rows of equal quality count together.
 * @param ranked positions, most suspect first
 * @param quality lower is more suspect
 * @param bad 1 for the rows to be found
 */
export function averagePrecision(ranked, quality, bad) {
  const total = bad.reduce((sum, flag) => sum + flag, 0);
  let hits = 0;
  let area = 0;
  for (let from = 0, to = 0; from < ranked.length; from = to) {
    const before = hits;
    while (to < ranked.length && quality[ranked[to]] === quality[ranked[from]]) hits += bad[ranked[to++]];
    area += ((hits - before) / total) * (hits / to);
  }
  return area;
}
