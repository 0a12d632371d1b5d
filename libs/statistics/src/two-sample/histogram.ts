/**
 * Counts of two samples over shared bins: of equal width between the extremes of both together, Sturges' number of them
 * or the one given; the last bin holds its upper edge.
 *
 * @param reference ascending, without NaN, not empty
 * @param current ascending, without NaN, not empty
 */
export function sharedHistogram(
  reference: Float64Array,
  current: Float64Array,
  bins = Math.ceil(Math.log2(reference.length + current.length) + 1),
): { reference: Float64Array; current: Float64Array } {
  const low = Math.min(reference[0]!, current[0]!);
  const high = Math.max(reference.at(-1)!, current.at(-1)!);
  // Halves keep the width of the widest range of doubles finite.
  const width = (high / 2 - low / 2) * 2 || 1;
  const edge = (bin: number) => (bin === bins ? high : low + (width * bin) / bins);
  const count = (ascending: Float64Array) => {
    const counts = new Float64Array(bins);
    let bin = 0;
    for (const value of ascending) {
      while (bin < bins - 1 && value >= edge(bin + 1)) bin++;
      counts[bin]!++;
    }
    return counts;
  };
  return { reference: count(reference), current: count(current) };
}
