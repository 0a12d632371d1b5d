import { randomUUID } from 'node:crypto';
import { isServable } from '@antidote/contracts';
import { buildModelPackage } from '@antidote/model-package';
import { selectRows } from '@antidote/tabular';
import { exportOnnx } from '@antidote/training';
import type { TrainingData } from '../files/load-training-data.js';
import type { Trained } from './train-once.js';

const EXAMPLE_ROWS = 5;

/** The trained model as an MLflow model folder; null for a kind that has no ONNX form. */
export function packageModel(
  { model, metrics, testRows }: Trained,
  data: TrainingData,
): Map<string, Uint8Array> | null {
  if (!isServable(model.kind)) return null;
  const rows = Uint32Array.from({ length: Math.min(EXAMPLE_ROWS, data.table.rowCount) }, (_, row) => row);
  return buildModelPackage({
    model,
    onnx: exportOnnx(model),
    inputExample: selectRows(data.table, rows),
    modelUuid: randomUUID().replaceAll('-', ''),
    createdAt: new Date().toISOString(),
    metadata: {
      target: data.table.target.name,
      trainedOn: data.sha256,
      labelsUsed: data.labelsUsed,
      metrics,
      testRows,
    },
  });
}
