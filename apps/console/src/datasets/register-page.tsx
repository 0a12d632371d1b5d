import { Button, Checkbox, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type DragEvent, type FormEvent } from 'react';
import { api } from '../api.js';
import { dataApi } from '../data-api.js';
import form from '../ui/form.module.css';
import { counted } from '../ui/format.js';
import { PageBody, PageHead } from '../ui/page.js';
import page from '../ui/page.module.css';
import { ProblemPanel } from '../ui/problem-panel.js';
import { datasetName, nameFault } from './dataset-name.js';
import { headerColumns } from './header-columns.js';
import styles from './register.module.css';
import { addressDigest } from './version-sentence.js';

type ContextRole = 'source' | 'id' | 'time' | 'group';

const ROLES: { role: ContextRole; label: string; description: string }[] = [
  { role: 'source', label: 'Source column', description: 'Annotator, batch or supplier.' },
  { role: 'id', label: 'Id column', description: 'What the row is called.' },
  { role: 'time', label: 'Time column', description: 'When it came about.' },
  { role: 'group', label: 'Group column', description: 'Rows that belong together.' },
];

/** Enough for a header of many columns. */
const HEADER_BYTES = 256 * 1024;

/** Without the fields that were left empty. */
const given = (fields: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value.trim() !== ''));

export function RegisterPage() {
  const [file, setFile] = useState<File | null>(null);
  const [name, setName] = useState('');
  const [target, setTarget] = useState('');
  const [roles, setRoles] = useState<Partial<Record<ContextRole, string>>>({});
  const [address, setAddress] = useState('');
  const [sensitive, setSensitive] = useState('');
  const [schema, setSchema] = useState<File | null>(null);
  const [quarantine, setQuarantine] = useState(false);
  const [columns, setColumns] = useState<string[]>([]);
  const [over, setOver] = useState(false);
  const navigate = useNavigate();
  const client = useQueryClient();
  const register = useMutation({
    mutationFn: async () => {
      const declared = {
        name,
        ...given({ target, ...roles }),
        ...(schema && { schema: await schema.text() }),
        ...(quarantine && { quarantineBadRows: true }),
      };
      return file
        ? api.registerDataset({ file, ...declared, ...given({ sensitive: namesOf(sensitive).join(',') }) })
        : dataApi.registerFromUrl({ url: address.trim(), ...declared, sensitive: namesOf(sensitive) });
    },
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
  const ready = (file !== null || address.trim() !== '') && nameFault(name) === null;
  const choose = (chosen: File | undefined) => {
    if (!chosen) return;
    setFile(chosen);
    void chosen
      .slice(0, HEADER_BYTES)
      .text()
      .then((start) => setColumns(headerColumns(start)));
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
    if (ready && !register.isPending) register.mutate();
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
              <strong>File</strong>
            </label>
            <input
              id="file"
              type="file"
              accept=".csv,.tsv,.txt,.jsonl,.ndjson,.parquet,.gz,text/csv"
              onChange={(event) => choose(event.target.files?.[0])}
            />
            <p>
              {file
                ? `${file.name}, ${sizeOf(file)}`
                : 'Or drop it here: CSV, JSON Lines or Parquet, plain or in gzip. The bytes are kept as they come.'}
            </p>
          </div>
          {file === null && (
            <TextInput
              label="Or an address"
              description="Of a file on a public https server; the server fetches it."
              placeholder="https://example.org/data.csv"
              value={address}
              onChange={(event) => setAddress(event.currentTarget.value)}
            />
          )}
          <TextInput
            label="Name"
            description="A name that exists already gets a new version."
            value={name}
            error={name === '' ? null : nameFault(name)}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <datalist id="columns">
            {columns.map((column) => (
              <option key={column} value={column} />
            ))}
          </datalist>
          <TextInput
            label="Label column"
            description="Left empty: the first column named label, target, class or species, else the last."
            list="columns"
            value={target}
            onChange={(event) => setTarget(event.currentTarget.value)}
          />
          <fieldset className={form.group}>
            <legend>Columns that are no features</legend>
            <p className={page.muted}>
              Kept beside the features; no model ever sees them. Leave empty what there is not.
            </p>
            <div className={form.pair}>
              {ROLES.map(({ role, label, description }) => (
                <TextInput
                  key={role}
                  label={label}
                  description={description}
                  list="columns"
                  value={roles[role] ?? ''}
                  onChange={(event) => setRoles({ ...roles, [role]: event.currentTarget.value })}
                />
              ))}
            </div>
          </fieldset>
          <TextInput
            label="Sensitive columns"
            description="With commas in between. Their values are hidden wherever people look at data; models still learn from them."
            value={sensitive}
            onChange={(event) => setSensitive(event.currentTarget.value)}
          />
          <details className={styles.more}>
            <summary>Declared schema, rows of a wrong width</summary>
            <label htmlFor="schema">Schema file, YAML or JSON: type, role and sensitivity of columns</label>
            <input
              id="schema"
              type="file"
              accept=".yaml,.yml,.json"
              onChange={(event) => setSchema(event.target.files?.[0] ?? null)}
            />
            <Checkbox
              label="Leave rows with too few or too many cells out, counted, instead of refusing the file"
              checked={quarantine}
              onChange={(event) => setQuarantine(event.currentTarget.checked)}
            />
          </details>
          {register.error && <ProblemPanel error={register.error} />}
          <div className={form.buttons}>
            <Button type="submit" loading={register.isPending} disabled={!ready}>
              Register
            </Button>
          </div>
        </form>
      </PageBody>
    </>
  );
}

const namesOf = (text: string): string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

function sizeOf(file: File): string {
  if (file.size < 1000) return counted(file.size, 'byte');
  const kilobytes = file.size / 1000;
  return kilobytes < 1000 ? `${kilobytes.toFixed(1)} kB` : `${(kilobytes / 1000).toFixed(1)} MB`;
}
