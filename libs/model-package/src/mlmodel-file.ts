import { onnxNames, type Model } from '@antidote/training';
import { MLFLOW_VERSION, PYTHON_VERSION } from './environment-files.js';
import { hasTextColumns, TEXT_COLUMNS_MODULE } from './text-columns-loader.js';

export interface MlmodelFacts {
  modelUuid: string;
  /** ISO 8601, UTC. */
  createdAt: string;
  /** Bytes of the model and its examples, as MLflow counts them. */
  sizeBytes: number;
}

/** The text of `MLmodel`: flavors onnx and python_function, signature, identity. @see mlflow.models.Model.to_yaml */
export function mlmodelFile(
  model: Pick<Model, 'features' | 'classes'>,
  { modelUuid, createdAt, sizeBytes }: MlmodelFacts,
): string {
  const { inputs, outputs } = modelSignature(model);
  const hasText = hasTextColumns(model);
  return `flavors:
  onnx:
    code: null
    data: model.onnx
    onnx_session_options: null
    onnx_version: 1.23.2
    providers:
    - CPUExecutionProvider
  python_function:${hasText ? '\n    code: code' : ''}
    data: model.onnx
    env:
      conda: conda.yaml
      virtualenv: python_env.yaml
    loader_module: ${hasText ? TEXT_COLUMNS_MODULE : 'mlflow.onnx'}
    python_version: ${PYTHON_VERSION}
is_signature_from_type_hint: false
mlflow_version: ${MLFLOW_VERSION}
model_size_bytes: ${sizeBytes}
model_uuid: ${quoted(modelUuid)}
saved_input_example_info:
  artifact_path: input_example.json
  pandas_orient: split
  serving_input_path: serving_input_example.json
  type: dataframe
signature:
  inputs: ${quoted(asciiJson(inputs))}
  outputs: ${quoted(asciiJson(outputs))}
  params: null
type_hint_from_example: false
utc_time_created: ${quoted(createdAt.replace('T', ' ').replace('Z', ''))}
`;
}

interface ColumnSpec {
  type: 'double' | 'string';
  name: string;
  required: boolean;
}

/** Columns by name; every one is wanted, a missing cell is NaN in a double column and '' in a string one. */
export function modelSignature(model: Pick<Model, 'features' | 'classes'>): {
  inputs: ColumnSpec[];
  outputs: ColumnSpec[];
} {
  const names = onnxNames(model);
  const column = (name: string, type: ColumnSpec['type']): ColumnSpec => ({ type, name, required: true });
  return {
    inputs: model.features.map(({ name, type }) => column(name, type === 'numeric' ? 'double' : 'string')),
    outputs: [column(names.prediction, 'string'), ...names.probabilities.map((name) => column(name, 'double'))],
  };
}

/** JSON in ASCII on one line, so that no reader of YAML can mistake a character for a line break. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
