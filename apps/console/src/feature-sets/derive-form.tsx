import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { dataApi } from '../data-api.js';
import { nameFault } from '../datasets/dataset-name.js';
import form from '../ui/form.module.css';
import { ProblemPanel } from '../ui/problem-panel.js';

/** Makes a feature set of a version's columns, and opens it. */
export function DeriveForm({ versionId }: { versionId: string }) {
  const [name, setName] = useState('');
  const client = useQueryClient();
  const navigate = useNavigate();
  const fault = nameFault(name);
  const derive = useMutation({
    mutationFn: () => dataApi.addFeatureSet({ name, versionId }),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ['feature-sets'] });
      await navigate({ to: '/feature-sets/$id', params: { id }, search: { version: versionId } });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (fault === null) derive.mutate();
  };
  return (
    <form className={`${form.form} ${form.narrow}`} onSubmit={submit}>
      <TextInput
        label="Name"
        description="A name that exists gets a further version."
        value={name}
        error={name === '' ? null : fault}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {derive.error && <ProblemPanel error={derive.error} />}
      <div className={form.buttons}>
        <Button type="submit" loading={derive.isPending} disabled={fault !== null}>
          Derive it
        </Button>
      </div>
    </form>
  );
}
