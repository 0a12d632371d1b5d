/** What a detector says of each row's label. */
export interface LabelIssues {
  /** (1 - margin) / 2 in [0, 1]; lower is more suspect; 1 for a row without a label. */
  quality: Float64Array;
  /** The likeliest class by out-of-bag votes, the given one where it ties: a code into the table's classes. */
  suggested: Int32Array;
  /** 1 where the label is believed wrong. */
  flagged: Uint8Array;
  /** Positions of the labelled rows, most suspect first; equal ones in row order. */
  ranked: Uint32Array;
  /** Out-of-bag class probabilities, row-major, rows x classes. */
  predProbs: Float64Array;
}
