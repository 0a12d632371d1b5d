import type { TrustedPrecision } from '@antidote/contracts';
import { percent, percentInterval, points } from '../ui/format.js';
import { Table } from '../ui/table.js';

/** What an accuracy measured on the set is worth, by the accuracy. */
export function PrecisionTable({ precision }: { precision: TrustedPrecision[] }) {
  return (
    <Table label="What the set is worth">
      <thead>
        <tr>
          <th scope="col">Accuracy measured</th>
          <th scope="col" data-number>
            95% interval
          </th>
          <th scope="col" data-number>
            Points either way
          </th>
        </tr>
      </thead>
      <tbody>
        {precision.map(({ accuracy, low, high, halfWidthPoints }) => (
          <tr key={accuracy}>
            <th scope="row">{percent(accuracy)}</th>
            <td data-number>{percentInterval(low, high)}</td>
            <td data-number>{points(halfWidthPoints)}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
