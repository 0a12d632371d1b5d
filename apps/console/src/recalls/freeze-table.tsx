import type { AliasFreeze } from '@antidote/contracts';
import { Badge } from '../ui/badge.js';
import page from '../ui/page.module.css';
import { Table } from '../ui/table.js';
import { Time } from '../ui/time.js';

/** Each alias that affected models held, and whether MLflow says so too. */
export function FreezeTable({ freezes }: { freezes: AliasFreeze[] }) {
  if (freezes.length === 0) return <p className={page.muted}>No alias pointed to a model trained on it.</p>;
  return (
    <Table label="Frozen aliases">
      <thead>
        <tr>
          <th scope="col">Registered model</th>
          <th scope="col">Alias</th>
          <th scope="col" data-number>
            Version
          </th>
          <th scope="col">State</th>
          <th scope="col">Marked in MLflow</th>
        </tr>
      </thead>
      <tbody>
        {freezes.map((freeze) => (
          <tr key={`${freeze.registeredModel} ${freeze.alias}`}>
            <th scope="row">{freeze.registeredModel}</th>
            <td>{freeze.alias}</td>
            <td data-number>{freeze.modelVersion}</td>
            <td>
              {freeze.liftedAt === null ? (
                <Badge role="block" icon="stop">
                  Frozen
                </Badge>
              ) : (
                <Badge role="pass" icon="check">
                  Free
                </Badge>
              )}
            </td>
            <td>{freeze.markedAt === null ? 'not yet' : <Time iso={freeze.markedAt} />}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
