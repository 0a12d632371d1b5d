import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ServableModelKind } from '@antidote/contracts';
import { SERIES, SERVABLE_KINDS } from '../theme/series.js';
import { Choice } from '../ui/choice.js';
import { DialogForm } from '../ui/dialog-form.js';
import form from '../ui/form.module.css';
import { readNumber, readParameters } from '../ui/read-field.js';
import type { RunFormProps } from './start-run.js';

export function TrainForm({ version, start, pending, error, onClose }: RunFormProps) {
  const [model, setModel] = useState<ServableModelKind>('decision-tree');
  const [parameters, setParameters] = useState('');
  const [seed, setSeed] = useState('42');
  const read = readParameters(parameters);
  const chosen = readNumber(seed, { min: 0, max: Number.MAX_SAFE_INTEGER, whole: true });
  return (
    <DialogForm
      title="Train a model"
      says="Trains on 70% of the rows, scores on the rest, and logs the run, its figures and the model to MLflow."
      submit="Train"
      pending={pending}
      error={error}
      onClose={onClose}
      notYet={read.fault ?? chosen.fault}
      onSubmit={() => {
        if (read.value === null || chosen.value === null) return;
        start({ kind: 'train', versionId: version.id, model, parameters: read.value, seed: chosen.value });
      }}
    >
      <fieldset className={form.group}>
        <legend>Model</legend>
        <Choice
          label="Model"
          options={SERVABLE_KINDS}
          value={model}
          text={(kind) => SERIES[kind].name}
          onChange={setModel}
        />
      </fieldset>
      <TextInput
        label="Parameters"
        description="For instance maxDepth=4, criterion=entropy. Left empty: the defaults."
        value={parameters}
        onChange={(event) => setParameters(event.currentTarget.value)}
      />
      <TextInput
        label="Seed"
        inputMode="numeric"
        value={seed}
        onChange={(event) => setSeed(event.currentTarget.value)}
      />
    </DialogForm>
  );
}
