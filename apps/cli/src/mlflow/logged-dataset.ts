import type { Table } from '@antidote/tabular';
import { columnsOf, type LoggedDataset } from '@antidote/workflows/mlflow';
import { stem } from '../files/output-path.js';

/** What MLflow is told of a file. */
export function loggedDataset(path: string, sha256: string, table: Table): LoggedDataset {
  return {
    name: stem(path),
    sha256,
    uri: path,
    rows: table.rowCount,
    columns: columnsOf(table.features),
    target: table.target.name,
  };
}
