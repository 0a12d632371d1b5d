import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { dataApi } from '../data-api.js';
import { useMay } from '../people/account.js';
import form from '../ui/form.module.css';
import { Section } from '../ui/page.js';
import { ProblemPanel } from '../ui/problem-panel.js';

/** Which columns are hidden wherever people look at data. */
export function SensitiveForm({ name, sensitive }: { name: string; sensitive: string[] }) {
  const [text, setText] = useState(sensitive.join('\n'));
  const mayWrite = useMay('dataset:write');
  const client = useQueryClient();
  const columns = text.split('\n').filter((line) => line !== '');
  const save = useMutation({
    mutationFn: () => dataApi.setSensitive(name, columns),
    onSuccess: () => client.invalidateQueries(),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!save.isPending) save.mutate();
  };
  return (
    <Section
      title="Sensitive columns"
      says="Their values are hidden in rows, differences, reviews, findings and exports of every version. Models still learn from them."
    >
      <form className={form.form} onSubmit={submit}>
        <Textarea
          label="Columns, one a line"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          rows={Math.max(3, columns.length + 1)}
          readOnly={!mayWrite}
          spellCheck={false}
        />
        {save.error && <ProblemPanel error={save.error} />}
        {mayWrite && (
          <div className={form.buttons}>
            <Button
              type="submit"
              variant="default"
              loading={save.isPending}
              disabled={columns.join('\n') === sensitive.join('\n')}
            >
              Hide these columns
            </Button>
          </div>
        )}
      </form>
    </Section>
  );
}
