import { Link } from '@tanstack/react-router';
import type { AliasWindow } from '@antidote/contracts';
import { Table } from '../ui/table.js';
import { Time } from '../ui/time.js';

/** Aliases with the model that held each, from when and until when. */
export function AliasTable({ windows, label }: { windows: AliasWindow[]; label: string }) {
  return (
    <Table label={label}>
      <thead>
        <tr>
          <th scope="col">Registered model</th>
          <th scope="col">Alias</th>
          <th scope="col" data-number>
            Version
          </th>
          <th scope="col">From</th>
          <th scope="col">Until</th>
          <th scope="col">How</th>
        </tr>
      </thead>
      <tbody>
        {windows.map((window) => (
          <tr key={`${window.promotionId} ${window.from}`}>
            <th scope="row">{window.registeredModel}</th>
            <td>{window.alias}</td>
            <td data-number>{window.modelVersion}</td>
            <td>
              <Time iso={window.from} />
            </td>
            <td>{window.until === null ? 'now' : <Time iso={window.until} />}</td>
            <td>
              <Link to="/promotions/$id" params={{ id: window.promotionId }}>
                Promotion
              </Link>
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
