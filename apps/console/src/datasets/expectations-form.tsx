import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { DatasetExpectations } from '@antidote/contracts';
import { dataApi } from '../data-api.js';
import { useMay } from '../people/account.js';
import form from '../ui/form.module.css';
import { Section } from '../ui/page.js';
import { ProblemPanel } from '../ui/problem-panel.js';

/** What is expected of the versions, as YAML; a change is a further revision. */
export function ExpectationsForm({ expectations }: { expectations: DatasetExpectations }) {
  const { dataset, revision } = expectations;
  const [yaml, setYaml] = useState(expectations.yaml);
  const mayWrite = useMay('dataset:write');
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: () => dataApi.setExpectations(dataset, yaml, revision),
    onSuccess: () => client.invalidateQueries({ queryKey: ['expectations', dataset] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!save.isPending) save.mutate();
  };
  const says =
    revision === 0
      ? 'Nothing is declared: the built-in checks alone look at new versions. `antidote data validate FILE --propose` writes a first draft.'
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
        {save.error && <ProblemPanel error={save.error} />}
        {mayWrite && (
          <div className={form.buttons}>
            <Button type="submit" variant="default" loading={save.isPending} disabled={yaml === expectations.yaml}>
              Save the expectations
            </Button>
          </div>
        )}
      </form>
    </Section>
  );
}
