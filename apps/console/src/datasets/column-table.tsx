import type { ColumnSummary } from '@antidote/contracts';
import { count, counted } from '../ui/format.js';
import { Table } from '../ui/table.js';

/** Values as they would be typed: up to six significant digits. */
const value = (number: number): string => String(Number(number.toPrecision(6))).replace('-', '\u2212');

export function ColumnTable({ columns, rows }: { columns: ColumnSummary[]; rows: number }) {
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
              <td colSpan={5}>{counted(column.distinct ?? 0, 'different value')}</td>
            )}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
