import { DomainError } from '@antidote/tabular';
import type { PredictRequest } from '@antidote/contracts';
import { InferenceSession, Tensor } from 'onnxruntime-node';

type Row = PredictRequest['rows'][number];

const PREDICTION = /^prediction(_\d+)?$/;
const PROBABILITY = 'probability_';

export interface Prediction {
  prediction: string;
  /** One a class, in class order. */
  probabilities: number[];
}

/**
 * A classifier in the form that `exportOnnx` of training gives. Names and types of its columns and its classes are read
 * from the graph, so that the hash of model.onnx pins all that matters.
 */
export class OnnxModel {
  readonly classes: string[];
  private readonly predictionName: string;
  private readonly probabilityNames: string[];

  private constructor(private readonly session: InferenceSession) {
    const { inputNames, outputNames } = session;
    const prediction = outputNames.find((name) => PREDICTION.test(name));
    this.probabilityNames = outputNames.filter((name) => name !== prediction && name.startsWith(PROBABILITY));
    if (prediction === undefined || this.probabilityNames.length !== outputNames.length - 1) {
      const found = outputNames.join(', ');
      throw new DomainError(
        'invalid_model',
        `The model's outputs are ${found}; wanted are prediction and one probability_<class> each`,
      );
    }
    this.predictionName = prediction;
    this.classes = this.probabilityNames.map((name) => classOf(name, inputNames));
  }

  /** @throws DomainError `invalid_model` for bytes that are no model of this form */
  static async load(bytes: Uint8Array): Promise<OnnxModel> {
    const options = { executionProviders: ['cpu'], intraOpNumThreads: 1, interOpNumThreads: 1 };
    const session = await InferenceSession.create(bytes, options).catch((cause: Error) => {
      throw new DomainError('invalid_model', `The model cannot be loaded: ${cause.message}`, {}, { cause });
    });
    return new OnnxModel(session);
  }

  /**
   * @param rows values by column name; null, '' and absent mean missing
   * @throws DomainError `column_mismatch` naming an unknown or absent column, or the value that should be a number
   */
  async predict(rows: Row[]): Promise<Prediction[]> {
    const inputs = this.session.inputMetadata;
    this.checkColumns(rows);
    // MLflow feeds a column as [N], and [N, 1] when the model has a single one; so the graph is made.
    const dims = inputs.length === 1 ? [rows.length, 1] : [rows.length];
    const feeds: Record<string, Tensor> = {};
    for (const input of inputs) {
      const values = rows.map((row) => row[input.name] ?? '');
      const isText = input.isTensor && input.type === 'string';
      feeds[input.name] = isText
        ? new Tensor('string', values.map(String), dims)
        : new Tensor(
            'float64',
            Float64Array.from(values, (value, row) => toNumber(value, input.name, row)),
            dims,
          );
    }
    const outputs = await this.session.run(feeds);
    const labels = outputs[this.predictionName]!.data as string[];
    const columns = this.probabilityNames.map((name) => outputs[name]!.data as Float64Array);
    return rows.map((_, row) => ({
      prediction: labels[row]!,
      probabilities: columns.map((column) => Number(column[row])),
    }));
  }

  private checkColumns(rows: Row[]): void {
    const known = new Set(this.session.inputNames);
    const given = new Set(rows.flatMap((row) => Object.keys(row)));
    const unknown = [...given].filter((name) => !known.has(name));
    const absent = [...known].filter((name) => !given.has(name));
    if (unknown.length === 0 && absent.length === 0) return;
    const list = (names: string[]) =>
      names
        .slice(0, 10)
        .map((name) => JSON.stringify(name))
        .join(', ');
    const faults = [
      ...(unknown.length > 0 ? [`does not know ${list(unknown)}`] : []),
      ...(absent.length > 0 ? [`wants ${list(absent)}`] : []),
    ];
    throw new DomainError('column_mismatch', `The model ${faults.join(' and ')}; give the columns it was trained on`);
  }
}

function toNumber(value: string | number, column: string, row: number): number {
  if (typeof value === 'number') return value;
  if (value === '' || value === 'NA' || value === 'NaN' || value === 'nan') return NaN;
  const number = Number(value);
  if (value.trim() === '' || Number.isNaN(number)) {
    throw new DomainError(
      'column_mismatch',
      `Row ${row} has ${JSON.stringify(value.slice(0, 100))} in column ${JSON.stringify(column)}, where the model wants a number`,
    );
  }
  return number;
}

/** An output whose name a feature column bears has a number appended (`onnxNames` of training). */
function classOf(output: string, inputs: readonly string[]): string {
  const numbered = /^(.*)_\d+$/s.exec(output);
  const name = numbered && inputs.includes(numbered[1]!) ? numbered[1]! : output;
  return name.slice(PROBABILITY.length);
}
