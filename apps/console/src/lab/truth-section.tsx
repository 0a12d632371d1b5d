import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { PoisonTruth, VersionSummary } from '@antidote/contracts';
import { useMay } from '../people/account.js';
import { count, counted } from '../ui/format.js';
import { Section } from '../ui/page.js';
import { QueryView } from '../ui/query-view.js';
import { Table } from '../ui/table.js';
import { labQueries } from './lab-queries.js';
import styles from './lab.module.css';

/** What was poisoned, shown on demand to those who may see it: reviewers are to find it by themselves. */
export function TruthSection({ version }: { version: VersionSummary }) {
  const may = useMay('poison:read');
  const [shown, setShown] = useState(false);
  return (
    <Section
      title="What was poisoned"
      says={
        may
          ? 'The truth, kept apart from the data: no detector reads it, and reviewers do not see it.'
          : 'The truth is kept apart. Data people, engineers and admins may see it; reviewers find it by themselves.'
      }
      end={
        may && (
          <Button variant="default" size="xs" onClick={() => setShown(!shown)} aria-expanded={shown}>
            {shown ? 'Hide' : 'Show'}
          </Button>
        )
      }
    >
      {may && shown && <Truth versionId={version.id} />}
    </Section>
  );
}

function Truth({ versionId }: { versionId: string }) {
  const truth = useQuery(labQueries.truth(versionId));
  return <QueryView query={truth}>{(data) => <TruthTable truth={data} />}</QueryView>;
}

function TruthTable({ truth }: { truth: PoisonTruth }) {
  const { backdoor, changedLabels, changedCells, addedRows, total, rows } = truth;
  const did = [
    counted(changedLabels, 'label changed', 'labels changed'),
    counted(changedCells, 'value written', 'values written'),
    counted(addedRows, 'row added', 'rows added'),
  ];
  return (
    <>
      <p className={styles.told}>
        {did.join(', ')}.
        {backdoor &&
          ` The trigger ${backdoor.trigger.map(({ column, value }) => `${column} = ${value}`).join(', ')} calls ${backdoor.targetClass}.`}
        {rows.length < total && ` The first ${count(rows.length)} of ${count(total)} rows:`}
      </p>
      {rows.length > 0 && (
        <Table label="Rows that were poisoned">
          <thead>
            <tr>
              <th scope="col" data-number>
                Row
              </th>
              <th scope="col">Label before</th>
              <th scope="col">Label now</th>
              <th scope="col">Fields written</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ row, added, label, columns }) => (
              <tr key={row}>
                <th scope="row" data-number>
                  {row}
                </th>
                <td>{added ? 'added' : label?.from}</td>
                <td>{label?.to}</td>
                <td>{columns.join(', ')}</td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </>
  );
}
