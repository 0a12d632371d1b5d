import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { DialogForm } from '../ui/dialog-form.js';
import form from '../ui/form.module.css';
import { counted } from '../ui/format.js';
import { readNumber } from '../ui/read-field.js';
import type { RunFormProps } from './start-run.js';

export function PoisonForm({ version, start, pending, error, onClose }: RunFormProps) {
  const [percent, setPercent] = useState('10');
  const [seed, setSeed] = useState('42');
  const share = readNumber(percent, { min: 0, max: 100 });
  const chosen = readNumber(seed, { min: 0, max: Number.MAX_SAFE_INTEGER, whole: true });
  const flips = share.value === null ? null : Math.floor((version.rows * share.value) / 100 + 0.5);
  return (
    <DialogForm
      title="Poison a copy"
      says="Random flips: labels of rows drawn at random become another class. The version itself stays as it is."
      submit="Poison"
      pending={pending}
      error={error}
      onClose={onClose}
      notYet={share.fault ?? chosen.fault}
      onSubmit={() => {
        if (share.value === null || chosen.value === null) return;
        start({
          kind: 'poison',
          versionId: version.id,
          spec: { attack: 'uniform', percent: share.value, seed: chosen.value },
        });
      }}
    >
      <div className={form.pair}>
        <TextInput
          label="Share of rows, %"
          inputMode="decimal"
          value={percent}
          onChange={(event) => setPercent(event.currentTarget.value)}
          data-autofocus
        />
        <TextInput
          label="Seed"
          inputMode="numeric"
          value={seed}
          onChange={(event) => setSeed(event.currentTarget.value)}
        />
      </div>
      {flips !== null && (
        <p>
          About {counted(flips, 'label')} of {counted(version.rows, 'row')} will change.
        </p>
      )}
    </DialogForm>
  );
}
