import { Checkbox } from '@mantine/core';
import { useState } from 'react';
import { DialogForm } from '../ui/dialog-form.js';
import form from '../ui/form.module.css';
import type { RunFormProps } from './start-run.js';

export function FindForm({ version, start, pending, error, onClose }: RunFormProps) {
  const [scorecard, setScorecard] = useState(true);
  const [counterfactual, setCounterfactual] = useState(true);
  return (
    <DialogForm
      title="Find suspicious labels"
      says="Every detector looks at every row. Labels that models which never saw the row contradict open a review, most suspect first; people decide."
      submit="Find them"
      pending={pending}
      error={error}
      onClose={onClose}
      onSubmit={() => start({ kind: 'find-label-issues', versionId: version.id, seed: 42, scorecard, counterfactual })}
    >
      <div className={form.group}>
        <Checkbox
          label="Plant known poison in hidden copies, to tell what would be missed"
          checked={scorecard}
          onChange={(event) => setScorecard(event.currentTarget.checked)}
        />
        <Checkbox
          label="Train with and without the flagged labels, to tell whether cleaning helps"
          checked={counterfactual}
          onChange={(event) => setCounterfactual(event.currentTarget.checked)}
        />
      </div>
    </DialogForm>
  );
}
