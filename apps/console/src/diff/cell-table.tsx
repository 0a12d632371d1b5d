import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { CELLS } from '../data-api.js';
import { dataQueries } from '../data-queries.js';
import { count } from '../ui/format.js';
import { QueryView } from '../ui/query-view.js';
import { Table } from '../ui/table.js';
import styles from './diff.module.css';

/** The changed cells, a page at a time. */
export function CellTable({ name, from, to, total }: { name: string; from: string; to: string; total: number }) {
  const [offset, setOffset] = useState(0);
  const diff = useQuery({ ...dataQueries.diff(name, from, to, offset), placeholderData: (before) => before });
  const last = Math.min(offset + CELLS, total);
  return (
    <QueryView query={diff}>
      {({ cells }) => (
        <>
          <Table label="Changed cells">
            <thead>
              <tr>
                <th scope="col" data-number>
                  Row
                </th>
                <th scope="col">Column</th>
                <th scope="col">From</th>
                <th scope="col">To</th>
              </tr>
            </thead>
            <tbody>
              {cells.shown.map((cell) => (
                <tr key={`${cell.row} ${cell.column}`}>
                  <th scope="row" data-number>
                    {cell.row}
                  </th>
                  <td>{cell.column}</td>
                  <td>{cell.from === '' ? 'nothing' : cell.from}</td>
                  <td>{cell.to === '' ? 'nothing' : cell.to}</td>
                </tr>
              ))}
            </tbody>
          </Table>
          {total > CELLS && (
            <div className={styles.pager}>
              <Button size="xs" variant="default" disabled={offset === 0} onClick={() => setOffset(offset - CELLS)}>
                Back
              </Button>
              <span>
                {count(offset + 1)} to {count(last)} of {count(total)}
              </span>
              <Button size="xs" variant="default" disabled={last >= total} onClick={() => setOffset(offset + CELLS)}>
                On
              </Button>
            </div>
          )}
        </>
      )}
    </QueryView>
  );
}
