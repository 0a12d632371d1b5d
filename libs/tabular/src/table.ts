/** A numeric feature; NaN is missing. */
export interface NumericColumn {
  kind: 'numeric';
  name: string;
  values: Float64Array;
}

/** A categorical feature; `codes` index `categories`, which are sorted by code point; -1 is missing. */
export interface CategoryColumn {
  kind: 'category';
  name: string;
  codes: Int32Array;
  categories: string[];
}

export type FeatureColumn = NumericColumn | CategoryColumn;

/** The target; `codes` index `classes`, which are exact texts sorted by code point; -1 is a missing label. */
export interface LabelColumn {
  name: string;
  codes: Int32Array;
  classes: string[];
}

/** A table in columns: `rowCount` values in each. */
export interface Table {
  rowCount: number;
  /** Row numbers in the registered file, counted from 0, header excluded; ascending. Dropped rows are absent. */
  rowIds: Uint32Array;
  features: FeatureColumn[];
  target: LabelColumn;
}
