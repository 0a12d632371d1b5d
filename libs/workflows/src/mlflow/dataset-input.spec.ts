import { describe, expect, test } from '@jest/globals';
import { datasetInput } from './dataset-input.js';

describe('datasetInput', () => {
  const sha256 = '0123456789abcdef'.repeat(4);

  test('gives MLflow a digest that fits and keeps the full hash in a tag', () => {
    const input = datasetInput(
      {
        name: 'iris',
        sha256,
        uri: 'data/iris.csv',
        rows: 150,
        columns: [
          { name: 'width', type: 'numeric' },
          { name: 'colour', type: 'category' },
        ],
        target: 'species',
      },
      'training',
    );
    expect(input).toEqual({
      dataset: {
        name: 'iris',
        digest: '0123456789abcdef0123456789abcdef0123',
        sourceType: 'local',
        source: '{"uri":"data/iris.csv"}',
        schema:
          '{"mlflow_colspec":[{"type":"double","name":"width","required":true},' +
          '{"type":"string","name":"colour","required":true},{"type":"string","name":"species","required":true}]}',
        profile: '{"num_rows":150,"num_elements":450}',
      },
      tags: { 'mlflow.data.context': 'training', sha256 },
    });
  });
});
