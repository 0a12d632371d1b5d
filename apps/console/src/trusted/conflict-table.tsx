import { Button, NativeSelect } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { TrustedSet } from '@antidote/contracts';
import { dataApi } from '../data-api.js';
import { queries } from '../queries.js';
import { counted } from '../ui/format.js';
import page from '../ui/page.module.css';
import { ProblemPanel } from '../ui/problem-panel.js';
import { Table } from '../ui/table.js';

/** The rows on which the two differ, both votes side by side, and the final word on each. */
export function ConflictTable({ set, onDone }: { set: TrustedSet; onDone: () => Promise<void> }) {
  const version = useQuery(queries.version(set.versionId));
  const [words, setWords] = useState<ReadonlyMap<number, string>>(new Map());
  const save = useMutation({
    mutationFn: () =>
      dataApi.adjudicate(
        set.id,
        [...words].map(([row, label]) => ({ row, label })),
      ),
    onSuccess: async () => {
      await onDone();
      setWords(new Map());
    },
  });
  const say = (row: number, label: string) => {
    const next = new Map(words);
    if (label === '') next.delete(row);
    else next.set(row, label);
    setWords(next);
  };
  const classes = version.data?.classes.map(({ label }) => label) ?? [];
  return (
    <div className={page.stack}>
      <Table label="Rows where the two differ">
        <thead>
          <tr>
            <th scope="col">Row</th>
            {set.reviewers.map(({ reviewer }) => (
              <th key={reviewer} scope="col">
                {reviewer} says
              </th>
            ))}
            <th scope="col">Final word</th>
          </tr>
        </thead>
        <tbody>
          {set.conflicts.map(({ row, labels, adjudicated }) => (
            <tr key={row}>
              <th scope="row">{row}</th>
              {set.reviewers.map(({ reviewer }) => (
                <td key={reviewer}>{labels.find((one) => one.reviewer === reviewer)?.label}</td>
              ))}
              <td>
                <NativeSelect
                  size="xs"
                  aria-label={`Final word on row ${row}`}
                  value={words.get(row) ?? adjudicated ?? ''}
                  data={[{ value: '', label: 'Not decided' }, ...classes]}
                  onChange={(event) => say(row, event.currentTarget.value)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
      {save.error && <ProblemPanel error={save.error} />}
      <Button variant="default" disabled={words.size === 0} loading={save.isPending} onClick={() => save.mutate()}>
        {words.size === 0 ? 'Keep the final words' : `Keep ${counted(words.size, 'final word')}`}
      </Button>
    </div>
  );
}
