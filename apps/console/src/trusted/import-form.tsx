import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useId, useState, type FormEvent } from 'react';
import type { TrustedSet } from '@antidote/contracts';
import { dataApi } from '../data-api.js';
import form from '../ui/form.module.css';
import { ProblemPanel } from '../ui/problem-panel.js';

/** One person's labels from a file, in place of what that person said before. */
export function ImportForm({ set, onDone }: { set: TrustedSet; onDone: () => Promise<void> }) {
  const [reviewer, setReviewer] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const [round, setRound] = useState(0);
  const fileId = useId();
  const label = useMutation({
    mutationFn: async (chosen: File) =>
      dataApi.labelTrustedSet(set.id, { reviewer: reviewer.trim(), csv: await chosen.text() }),
    onSuccess: async () => {
      await onDone();
      setReviewer('');
      setFile(null);
      // A new field: the old one would go on showing the file.
      setRound(round + 1);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (file && reviewer.trim() !== '') label.mutate(file);
  };
  return (
    <form className={`${form.form} ${form.narrow}`} onSubmit={submit}>
      <TextInput
        label="Who labelled it"
        value={reviewer}
        onChange={(event) => setReviewer(event.currentTarget.value)}
      />
      <div className={form.group}>
        <label htmlFor={fileId}>Their file, with the columns row and label</label>
        <input
          key={round}
          id={fileId}
          type="file"
          accept=".csv,text/csv"
          onChange={(event) => setFile(event.target.files?.[0] ?? null)}
        />
      </div>
      {label.error && <ProblemPanel error={label.error} />}
      <div className={form.buttons}>
        <Button type="submit" loading={label.isPending} disabled={file === null || reviewer.trim() === ''}>
          Take the labels
        </Button>
      </div>
    </form>
  );
}
