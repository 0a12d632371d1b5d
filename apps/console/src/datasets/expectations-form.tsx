import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { DatasetExpectations } from '@antidote/contracts';
import { dataApi } from '../data-api.js';
import { useMay } from '../people/account.js';
import form from '../ui/form.module.css';
import { Section } from '../ui/page.js';
import page from '../ui/page.module.css';
import { ProblemPanel } from '../ui/problem-panel.js';

interface ExpectationsFormProps {
  expectations: DatasetExpectations;
  /** The version that expectations are proposed from, and how it is called. */
  from: { id: string; name: string };
}

/** What is expected of the versions, as YAML; a change is a further revision. A version proposes a first draft. */
export function ExpectationsForm({ expectations, from }: ExpectationsFormProps) {
  const { dataset, revision } = expectations;
  const [yaml, setYaml] = useState(expectations.yaml);
  const mayWrite = useMay('dataset:write');
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: () => dataApi.setExpectations(dataset, yaml, revision),
    onSuccess: () => client.invalidateQueries({ queryKey: ['expectations', dataset] }),
  });
  const propose = useMutation({
    mutationFn: () => dataApi.proposeExpectations(from.id),
    onSuccess: (proposed) => setYaml(proposed.yaml),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!save.isPending) save.mutate();
  };
  const says =
    revision === 0
      ? 'Nothing is declared: the built-in checks alone look at new versions.'
      : `Revision ${revision}. Versions registered from now on are held to it.`;
  return (
    <Section title="Expectations" says={says}>
      <form className={form.form} onSubmit={submit}>
        <Textarea
          label="Expectations, as YAML"
          value={yaml}
          onChange={(event) => setYaml(event.currentTarget.value)}
          rows={Math.min(24, Math.max(6, yaml.split('\n').length + 1))}
          readOnly={!mayWrite}
          spellCheck={false}
        />
        {propose.isSuccess && (
          <p className={page.note} role="status">
            This is what {from.name} meets itself, ranges a tenth wider. Read and tighten it; nothing is saved yet.
          </p>
        )}
        {(save.error ?? propose.error) && <ProblemPanel error={save.error ?? propose.error} />}
        {mayWrite && (
          <div className={form.buttons}>
            <Button variant="subtle" loading={propose.isPending} onClick={() => propose.mutate()}>
              Propose from {from.name}
            </Button>
            <Button type="submit" variant="default" loading={save.isPending} disabled={yaml === expectations.yaml}>
              Save the expectations
            </Button>
          </div>
        )}
      </form>
    </Section>
  );
}
