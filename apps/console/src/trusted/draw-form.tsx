import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { VersionSummary } from '@antidote/contracts';
import { dataApi } from '../data-api.js';
import form from '../ui/form.module.css';
import { points, shortDigest } from '../ui/format.js';
import { ProblemPanel } from '../ui/problem-panel.js';
import { readNumber } from '../ui/read-field.js';
import { VERSION_KIND_WORDS } from '../ui/words.js';
import { halfWidthPoints } from './precision.js';

const FEWEST = 10;

/** Draws a set; what its size buys is said before it is drawn. */
export function DrawForm({ dataset, versions }: { dataset: string; versions: VersionSummary[] }) {
  const [versionId, setVersionId] = useState(
    (versions.find(({ kind }) => kind === 'original' || kind === 'cleaned') ?? versions[0]!).id,
  );
  const [size, setSize] = useState('300');
  const [seed, setSeed] = useState('42');
  const client = useQueryClient();
  const most = versions.find(({ id }) => id === versionId)!.rows;
  const rows = readNumber(size, { min: FEWEST, max: Math.min(most, 100_000), whole: true });
  const chosen = readNumber(seed, { min: 0, max: Number.MAX_SAFE_INTEGER, whole: true });
  const draw = useMutation({
    mutationFn: (request: { size: number; seed: number }) => dataApi.drawTrustedSet({ versionId, ...request }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['trusted-sets', dataset] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (rows.value !== null && chosen.value !== null) draw.mutate({ size: rows.value, seed: chosen.value });
  };
  return (
    <form className={`${form.form} ${form.narrow}`} onSubmit={submit}>
      <NativeSelect
        label="Version"
        value={versionId}
        onChange={(event) => setVersionId(event.currentTarget.value)}
        data={versions.map(({ id, kind, digest }) => ({
          value: id,
          label: `${VERSION_KIND_WORDS[kind]} ${shortDigest(digest)}`,
        }))}
      />
      <div className={form.pair}>
        <TextInput
          label="Rows"
          inputMode="numeric"
          value={size}
          error={rows.fault}
          onChange={(event) => setSize(event.currentTarget.value)}
        />
        <TextInput
          label="Seed"
          inputMode="numeric"
          value={seed}
          error={chosen.fault}
          onChange={(event) => setSeed(event.currentTarget.value)}
        />
      </div>
      {rows.value !== null && (
        <p role="status">
          An accuracy of 80% measured on it will be good to {points(halfWidthPoints(rows.value, 0.8))} points either
          way, one of 95% to {points(halfWidthPoints(rows.value, 0.95))}.
        </p>
      )}
      {draw.error && <ProblemPanel error={draw.error} />}
      <div className={form.buttons}>
        <Button type="submit" loading={draw.isPending} disabled={rows.value === null || chosen.value === null}>
          Draw it
        </Button>
      </div>
    </form>
  );
}
