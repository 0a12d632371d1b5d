import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type DragEvent, type FormEvent } from 'react';
import { api } from '../api.js';
import form from '../ui/form.module.css';
import { counted } from '../ui/format.js';
import { PageBody, PageHead } from '../ui/page.js';
import { ProblemPanel } from '../ui/problem-panel.js';
import { datasetName, nameFault } from './dataset-name.js';
import styles from './register.module.css';
import { addressDigest } from './version-sentence.js';

export function RegisterPage() {
  const [file, setFile] = useState<File | null>(null);
  const [name, setName] = useState('');
  const [target, setTarget] = useState('');
  const [over, setOver] = useState(false);
  const navigate = useNavigate();
  const client = useQueryClient();
  const register = useMutation({
    mutationFn: (chosen: File) => api.registerDataset(chosen, name, target.trim() === '' ? undefined : target),
    onSuccess: async (dataset) => {
      await client.invalidateQueries({ queryKey: ['datasets'] });
      await client.invalidateQueries({ queryKey: ['versions', dataset.name] });
      await navigate({
        to: '/datasets/$name/v/$digest',
        params: { name: dataset.name, digest: addressDigest(dataset.latest.digest) },
        search: { id: dataset.latest.id },
      });
    },
  });
  const choose = (chosen: File | undefined) => {
    if (!chosen) return;
    setFile(chosen);
    register.reset();
    if (name === '' || (file && name === datasetName(file.name))) setName(datasetName(chosen.name));
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    choose(event.dataTransfer.files[0]);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (file && nameFault(name) === null && !register.isPending) register.mutate(file);
  };
  return (
    <>
      <PageHead
        title="Which file holds the data?"
        crumbs={[{ text: 'Data', link: { to: '/datasets' } }, { text: 'Register' }]}
      />
      <PageBody>
        <form className={`${form.form} ${form.narrow}`} onSubmit={submit}>
          <div
            className={styles.drop}
            data-over={over}
            onDragOver={(event) => {
              event.preventDefault();
              setOver(true);
            }}
            onDragLeave={() => setOver(false)}
            onDrop={drop}
          >
            <label htmlFor="file">
              <strong>CSV file</strong>
            </label>
            <input
              id="file"
              type="file"
              accept=".csv,.tsv,.txt,text/csv"
              onChange={(event) => choose(event.target.files?.[0])}
            />
            <p>
              {file
                ? `${file.name}, ${sizeOf(file)}`
                : 'Or drop it here. UTF-8 with a header line; the rows stay as they are.'}
            </p>
          </div>
          <TextInput
            label="Name"
            description="A name that exists already gets a new version."
            value={name}
            error={name === '' ? null : nameFault(name)}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label="Label column"
            description="Left empty: the first column named label, target, class or species, else the last."
            value={target}
            onChange={(event) => setTarget(event.currentTarget.value)}
          />
          {register.error && <ProblemPanel error={register.error} />}
          <div className={form.buttons}>
            <Button type="submit" loading={register.isPending} disabled={file === null || nameFault(name) !== null}>
              Register
            </Button>
          </div>
        </form>
      </PageBody>
    </>
  );
}

function sizeOf(file: File): string {
  if (file.size < 1000) return counted(file.size, 'byte');
  const kilobytes = file.size / 1000;
  return kilobytes < 1000 ? `${kilobytes.toFixed(1)} kB` : `${(kilobytes / 1000).toFixed(1)} MB`;
}
