import { renderCsv } from '@antidote/dataset-io';

export interface Prediction {
  prediction: string;
  /** One a class, in class order. */
  probabilities: ArrayLike<number>;
}

/** Predictions as CSV: `row,prediction` and one `probability_<class>` column a class; rows count from 0. */
export function predictionsCsv(classes: readonly string[], predictions: readonly Prediction[]): Uint8Array {
  const header = ['row', 'prediction', ...classes.map((label) => `probability_${label}`)];
  return renderCsv(
    header,
    predictions.map(({ prediction, probabilities }, row) => [
      String(row),
      prediction,
      ...Array.from(probabilities, String),
    ]),
  );
}
