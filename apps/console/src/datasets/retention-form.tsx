import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { Retention } from '@antidote/contracts';
import { dataApi } from '../data-api.js';
import { useMay } from '../people/account.js';
import form from '../ui/form.module.css';
import { count, counted } from '../ui/format.js';
import { Section } from '../ui/page.js';
import page from '../ui/page.module.css';
import { ProblemPanel } from '../ui/problem-panel.js';

const MOST_DAYS = 36_500;

/** How long rows are kept; what would go is shown before the rule is set. */
export function RetentionForm({ retention }: { retention: Retention }) {
  const { dataset } = retention;
  const [days, setDays] = useState(retention.days === null ? '' : String(retention.days));
  const mayErase = useMay('dataset:erase');
  const client = useQueryClient();
  const wanted = days.trim() === '' ? null : Number(days);
  const fault =
    wanted === null || (Number.isInteger(wanted) && wanted >= 1 && wanted <= MOST_DAYS)
      ? null
      : `Whole days from 1 to ${count(MOST_DAYS)}, or empty for ever.`;
  const ask = useMutation({ mutationFn: () => dataApi.setRetention(dataset, wanted, true) });
  const set = useMutation({
    mutationFn: () => dataApi.setRetention(dataset, wanted, false),
    onSuccess: () => client.invalidateQueries({ queryKey: ['retention', dataset] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (fault === null && !ask.isPending) ask.mutate();
  };
  const due = ask.data?.due ?? [];
  return (
    <Section
      title="Retention"
      says={
        retention.days === null
          ? 'Rows are kept for ever.'
          : `Rows are kept ${counted(retention.days, 'day')} from their registration; ${counted(retention.due.length, 'version')} due now.`
      }
    >
      <form className={`${form.form} ${form.narrow}`} onSubmit={submit}>
        <TextInput
          label="Days to keep rows"
          description="Left empty: for ever."
          value={days}
          error={fault}
          readOnly={!mayErase}
          onChange={(event) => {
            setDays(event.currentTarget.value);
            ask.reset();
          }}
        />
        {(ask.error ?? set.error) && <ProblemPanel error={ask.error ?? set.error} />}
        {ask.data && (
          <p className={page.note} role="status">
            {due.length === 0
              ? 'Nothing would be erased now.'
              : `Within the hour ${counted(due.length, 'version')} with ${counted(
                  due.reduce((sum, { rows }) => sum + rows, 0),
                  'row',
                )} would be erased, for good.`}
          </p>
        )}
        {mayErase && (
          <div className={form.buttons}>
            {ask.data ? (
              <Button loading={set.isPending} onClick={() => set.mutate()}>
                Set the rule
              </Button>
            ) : (
              <Button type="submit" variant="default" loading={ask.isPending} disabled={wanted === retention.days}>
                See what it would erase
              </Button>
            )}
          </div>
        )}
      </form>
    </Section>
  );
}
