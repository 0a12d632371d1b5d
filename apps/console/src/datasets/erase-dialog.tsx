import { TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Erasure, VersionSummary } from '@antidote/contracts';
import { dataApi } from '../data-api.js';
import { countsByType } from '../lineage/node-words.js';
import { DialogForm } from '../ui/dialog-form.js';
import { counted } from '../ui/format.js';
import { ReasonField, useReason } from '../ui/reason.js';
import { readRows } from './read-rows.js';

/**
 * Destroys the values of rows in every version: says first what that touches, and wants the dataset's name typed, as
 * nothing brings the values back.
 */
export function EraseDialog({ version, onClose }: { version: VersionSummary; onClose: () => void }) {
  const [text, setText] = useState('');
  const why = useReason();
  const [typed, setTyped] = useState('');
  const client = useQueryClient();
  const rows = readRows(text);
  const erase = useMutation({
    mutationFn: (dryRun: boolean) =>
      dataApi.erase({ versionId: version.id, rows: rows.value ?? [], reason: why.reason, dryRun }),
    onSuccess: async (erasure) => {
      if (erasure.id === null) return;
      for (const key of ['version', 'versions', 'datasets']) await client.invalidateQueries({ queryKey: [key] });
    },
  });
  const plan = erase.data;
  const done = plan !== undefined && plan.id !== null;
  /** What was planned counts no longer. */
  const changed = (set: (value: string) => void) => (value: string) => {
    set(value);
    erase.reset();
  };
  if (done) {
    return (
      <DialogForm title="Erased" submit="Close" pending={false} error={null} onSubmit={onClose} onClose={onClose}>
        <ErasureWords erasure={plan} rows={plan.tombstones.length} />
      </DialogForm>
    );
  }
  const missing =
    rows.fault ??
    why.lacks ??
    (plan !== undefined && typed !== version.dataset
      ? `Type ${version.dataset} to confirm: nothing brings the values back.`
      : null);
  return (
    <DialogForm
      title="Erase the values of rows"
      says="Features and labels of the rows are destroyed in every version that rests on the same file. The rows stay as empty places with a salted digest, so that lineage holds."
      submit={plan === undefined ? 'See what it touches' : `Erase ${counted(rows.value?.length ?? 0, 'row')} for good`}
      pending={erase.isPending}
      error={erase.error}
      notYet={missing}
      onSubmit={() => erase.mutate(plan === undefined)}
      onClose={onClose}
    >
      <TextInput
        label="Rows"
        description="Counted from 0 in the registered file, like 12, 40-42."
        value={text}
        onChange={(event) => changed(setText)(event.currentTarget.value)}
        data-autofocus
      />
      <ReasonField of={{ ...why, setText: changed(why.setText) }} focused={false} />
      {plan && (
        <>
          <ErasureWords erasure={plan} rows={rows.value?.length ?? 0} />
          <TextInput
            label={`Type ${version.dataset} to confirm`}
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        </>
      )}
    </DialogForm>
  );
}

/** What an erasure touches; a dry run has no tombstones to count. */
function ErasureWords({ erasure, rows }: { erasure: Erasure; rows: number }) {
  const { id, versionIds, models, retiredSets, destroyedBlobs, remains } = erasure;
  const learned = countsByType(models);
  return (
    <div role="status">
      <p>
        <strong>
          {counted(rows, 'row')} in {counted(versionIds.length, 'version')}; {counted(destroyedBlobs, 'stored file')}{' '}
          {id === null ? 'will be destroyed' : 'destroyed'}.
        </strong>
      </p>
      {retiredSets.length > 0 && (
        <p>The trusted set holds such a row: it {id === null ? 'will be' : 'was'} retired. Draw another.</p>
      )}
      {learned !== '' && <p>Trained on versions that held them: {learned}. What they learned is not undone.</p>}
      {remains.map((place) => (
        <p key={place}>{place}</p>
      ))}
    </div>
  );
}
