/** The MLflow release whose model folder this is. */
export const MLFLOW_VERSION = '3.17.2';

export const PYTHON_VERSION = '3.11.7';

/**
 * What `mlflow.pyfunc` needs to run the model. The pins are those of the project's own MLflow environment; markers
 * choose the last release for the oldest Python. pandas 3 does as well (see `TEXT_COLUMNS_LOADER`).
 */
const REQUIREMENTS = [
  `mlflow==${MLFLOW_VERSION}`,
  'onnx==1.23.2',
  "onnxruntime==1.23.2 ; python_version < '3.11'",
  "onnxruntime==1.31.1 ; python_version >= '3.11'",
  'pandas==2.3.3',
];

/** requirements.txt, python_env.yaml and conda.yaml as MLflow lays them out. */
export function environmentFiles(): Map<string, string> {
  const lines = (items: string[]) => items.join('\n') + '\n';
  return new Map([
    ['requirements.txt', lines(REQUIREMENTS)],
    [
      'python_env.yaml',
      lines([
        `python: ${PYTHON_VERSION}`,
        'build_dependencies:',
        '- pip',
        '- setuptools',
        '- wheel',
        'dependencies:',
        '- -r requirements.txt',
      ]),
    ],
    [
      'conda.yaml',
      lines([
        'channels:',
        '- conda-forge',
        'dependencies:',
        `- python=${PYTHON_VERSION}`,
        '- pip',
        '- pip:',
        ...REQUIREMENTS.map((requirement) => `  - "${requirement}"`),
        'name: mlflow-env',
      ]),
    ],
  ]);
}
