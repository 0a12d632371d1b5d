import type { ColumnSummary, Version } from '@antidote/contracts';
import { count, counted } from '../ui/format.js';
import { Table } from '../ui/table.js';

/** Values as they would be typed: up to six significant digits. */
const value = (number: number): string => String(Number(number.toPrecision(6))).replace('-', '\u2212');

/** What a column without quartiles holds: texts, values that are hidden, or none at all. */
function inWords({ name, distinct }: ColumnSummary, sensitive: string[]): string {
  if (distinct !== null) return counted(distinct, 'different value');
  return sensitive.includes(name) ? 'hidden: the column is sensitive' : 'no value';
}

export function ColumnTable({ columns, rows, sensitive }: Pick<Version, 'columns' | 'rows' | 'sensitive'>) {
  return (
    <Table label="Fields">
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Type</th>
          <th scope="col" data-number>
            Missing
          </th>
          <th scope="col" data-number>
            Lowest
          </th>
          <th scope="col" data-number>
            Lower quarter
          </th>
          <th scope="col" data-number>
            Median
          </th>
          <th scope="col" data-number>
            Upper quarter
          </th>
          <th scope="col" data-number>
            Highest
          </th>
        </tr>
      </thead>
      <tbody>
        {columns.map((column) => (
          <tr key={column.name}>
            <th scope="row">{column.name}</th>
            <td>{column.type}</td>
            <td data-number>{column.missing === 0 ? '0' : `${count(column.missing)} of ${count(rows)}`}</td>
            {column.quantiles ? (
              column.quantiles.map((quantile, index) => (
                <td key={index} data-number>
                  {value(quantile)}
                </td>
              ))
            ) : (
              <td colSpan={5}>{inWords(column, sensitive)}</td>
            )}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
