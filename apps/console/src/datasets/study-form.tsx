import { Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ModelKind } from '@antidote/contracts';
import { MODEL_KINDS, SERIES } from '../theme/series.js';
import { DialogForm } from '../ui/dialog-form.js';
import form from '../ui/form.module.css';
import { counted } from '../ui/format.js';
import { readLevels, readNumber } from '../ui/read-field.js';
import type { RunFormProps } from './start-run.js';

export function StudyForm({ version, start, pending, error, onClose }: RunFormProps) {
  const [levels, setLevels] = useState('0, 5, 10, 50');
  const [seeds, setSeeds] = useState('10');
  const [models, setModels] = useState<ModelKind[]>(['decision-tree', 'random-forest']);
  const readLevel = readLevels(levels);
  const readSeeds = readNumber(seeds, { min: 1, max: 10_000, whole: true });
  const none = models.length === 0 ? 'Choose a model.' : null;
  const fits = (readLevel.value?.length ?? 0) * (readSeeds.value ?? 0) * models.length;
  return (
    <DialogForm
      title="Study: how much poison can it take?"
      says="Each seed draws its own split, poisons the training rows alone at every level, and scores on the rows held out."
      submit="Start the study"
      pending={pending}
      error={error}
      onClose={onClose}
      notYet={readLevel.fault ?? readSeeds.fault ?? none}
      onSubmit={() => {
        if (readLevel.value === null || readSeeds.value === null) return;
        start({
          kind: 'study',
          versionId: version.id,
          spec: {
            levels: readLevel.value,
            models,
            attacks: ['uniform'],
            seeds: readSeeds.value,
            seed: 42,
            testShare: 0.3,
          },
        });
      }}
    >
      <TextInput
        label="Levels, % of training rows"
        value={levels}
        onChange={(event) => setLevels(event.currentTarget.value)}
        data-autofocus
      />
      <TextInput
        label="Seeds"
        description="Five or more give intervals that mean something."
        inputMode="numeric"
        value={seeds}
        onChange={(event) => setSeeds(event.currentTarget.value)}
      />
      <fieldset className={form.group}>
        <legend>Models</legend>
        {MODEL_KINDS.map((kind) => (
          <Checkbox
            key={kind}
            label={SERIES[kind].name}
            checked={models.includes(kind)}
            onChange={() => setModels(MODEL_KINDS.filter((item) => models.includes(item) !== (item === kind)))}
          />
        ))}
      </fieldset>
      {fits > 0 && <p>{counted(fits, 'fit')} in all.</p>}
    </DialogForm>
  );
}
