/** What a detector says of each row's label. */
export interface LabelIssues {
  /** In [0, 1]; lower is more suspect; 1 for a row without a label. */
  quality: Float64Array;
  /** The likeliest class, the given one where it ties: a code into the table's classes. */
  suggested: Int32Array;
  /** 1 where the label is believed wrong. */
  flagged: Uint8Array;
  /** Positions of the labelled rows, most suspect first; equal ones in row order. */
  ranked: Uint32Array;
  /** Out-of-sample class probabilities, row-major, rows x classes. */
  predProbs: Float64Array;
  /** The same before any row was left out for its label: an unbiased look, and a rougher one. */
  firstLook: Float64Array;
}

/** Completes what follows from quality, flags and probabilities. */
export function labelIssues(
  { quality, flagged, predProbs }: Pick<LabelIssues, 'quality' | 'flagged' | 'predProbs'>,
  codes: Int32Array,
  classCount: number,
): Omit<LabelIssues, 'firstLook'> {
  return {
    quality: Float64Array.from(quality, (value, row) => (codes[row]! < 0 ? 1 : value)),
    suggested: suggestedClasses(predProbs, codes, classCount),
    flagged,
    ranked: rankedByQuality(quality, codes),
    predProbs,
  };
}

export function suggestedClasses(predProbs: Float64Array, codes: Int32Array, classCount: number): Int32Array {
  return codes.map((given, row) => {
    const at = row * classCount;
    let best = given < 0 ? 0 : given;
    for (let c = 0; c < classCount; c++) if (predProbs[at + c]! > predProbs[at + best]!) best = c;
    return best;
  });
}

export function rankedByQuality(quality: Float64Array, codes: Int32Array): Uint32Array {
  const labelled = Uint32Array.from(codes.keys()).filter((row) => codes[row]! >= 0);
  return labelled.sort((a, b) => quality[a]! - quality[b]! || a - b);
}
