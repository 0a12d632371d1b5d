import type { PredictRequest } from '@antidote/contracts';
import { isMissingNumber, parseNumber } from '@antidote/tabular';
import type { OnnxInput } from '@antidote/onnx-runner';
import { DomainError } from '@antidote/tabular';
import { inputShape, type OnnxFeed } from '@antidote/training';

type Row = PredictRequest['rows'][number];

/**
 * The rows as a model's feeds, texts read as those of a CSV file are.
 *
 * @param inputs the columns that the model reads, in its order
 * @param rows values by column name; null, '' and absent mean missing
 * @throws DomainError `column_mismatch` naming an unknown or absent column, or the value that should be a number
 */
export function rowFeeds(inputs: readonly OnnxInput[], rows: readonly Row[]): OnnxFeed[] {
  checkColumns(inputs, rows);
  const dims = inputShape(inputs.length, rows.length);
  return inputs.map(({ name, type }) => {
    const values = rows.map((row) => row[name] ?? '');
    return type === 'category'
      ? { name, type: 'string', data: values.map(String), dims }
      : { name, type: 'float64', data: Float64Array.from(values, (value, row) => toNumber(value, name, row)), dims };
  });
}

function checkColumns(inputs: readonly OnnxInput[], rows: readonly Row[]): void {
  const known = new Set(inputs.map(({ name }) => name));
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

function toNumber(value: string | number, column: string, row: number): number {
  const number = typeof value === 'number' ? value : parseNumber(value);
  if (Number.isNaN(number) && !isMissingNumber(String(value))) {
    throw new DomainError(
      'column_mismatch',
      `Row ${row} has ${JSON.stringify(String(value).slice(0, 100))} in column ${JSON.stringify(column)}, where the model wants a number`,
    );
  }
  return number;
}
