import { DomainError, type FeatureSchema } from '@antidote/tabular';
import type { OnnxFeed } from '@antidote/training';
import { InferenceSession, Tensor } from 'onnxruntime-node';

const PREDICTION = /^prediction(_\d+)?$/;
const PROBABILITY = /^probability\d*_/;
const ERRORS_ONLY = 3;

/** A column that the model reads. */
export type OnnxInput = Pick<FeatureSchema, 'name' | 'type'>;

export interface Prediction {
  prediction: string;
  /** One a class, in class order. */
  probabilities: number[];
}

/**
 * A classifier in the form that `exportOnnx` of training gives, run as MLflow runs it. Names and types of its columns
 * and its classes are read from the graph, so that the hash of model.onnx pins all that matters.
 */
export class OnnxClassifier {
  readonly inputs: readonly OnnxInput[];
  readonly classes: readonly string[];
  private readonly predictionName: string;
  private readonly probabilityNames: readonly string[];

  private constructor(private readonly session: InferenceSession) {
    const { inputMetadata, outputNames } = session;
    const prediction = outputNames.find((name) => PREDICTION.test(name));
    this.probabilityNames = outputNames.filter((name) => name !== prediction && PROBABILITY.test(name));
    if (prediction === undefined || this.probabilityNames.length !== outputNames.length - 1) {
      const found = outputNames.join(', ');
      throw new DomainError(
        'invalid_model',
        `The model's outputs are ${found}; wanted are prediction and one probability_<class> each`,
      );
    }
    this.predictionName = prediction;
    this.inputs = inputMetadata.map((input) => ({
      name: input.name,
      type: input.isTensor && input.type === 'string' ? 'category' : 'numeric',
    }));
    this.classes = this.probabilityNames.map(classOf);
  }

  /**
   * @param options.threads of one prediction; as many as the machine has cores unless told
   * @throws DomainError `invalid_model` for bytes that are no model of this form
   */
  static async load(bytes: Uint8Array, { threads }: { threads?: number } = {}): Promise<OnnxClassifier> {
    const options = {
      executionProviders: ['cpu'],
      logSeverityLevel: ERRORS_ONLY,
      ...(threads === undefined ? {} : { intraOpNumThreads: threads, interOpNumThreads: threads }),
    } as const;
    const session = await InferenceSession.create(bytes, options).catch((cause: Error) => {
      throw new DomainError('invalid_model', `The model cannot be loaded: ${cause.message}`, {}, { cause });
    });
    return new OnnxClassifier(session);
  }

  /**
   * One prediction a row.
   * @param feeds one for each input, as `onnxFeeds` of training makes them
   * @throws DomainError `invalid_model` when the runtime refuses to run it on them
   */
  async predict(feeds: readonly OnnxFeed[]): Promise<Prediction[]> {
    const outputs = await this.session.run(Object.fromEntries(feeds.map(toTensor))).catch((cause: Error) => {
      throw new DomainError('invalid_model', `The model cannot be run: ${cause.message}`, {}, { cause });
    });
    const labels = outputs[this.predictionName]!.data as string[];
    const columns = this.probabilityNames.map((name) => outputs[name]!.data as Float64Array);
    return Array.from(labels, (prediction, row) => ({
      prediction,
      probabilities: columns.map((column) => Number(column[row])),
    }));
  }

  /** Gives the memory back; the model predicts no more. */
  release(): Promise<void> {
    return this.session.release();
  }
}

function toTensor({ name, type, data, dims }: OnnxFeed): [string, Tensor] {
  // Two calls, as the constructor's overloads tie the type to its data.
  return [
    name,
    type === 'float64' ? new Tensor(type, data as Float64Array, dims) : new Tensor(type, data as string[], dims),
  ];
}

/** The class of a probability's output, see `onnxNames` of training. */
const classOf = (output: string) => output.replace(PROBABILITY, '');
