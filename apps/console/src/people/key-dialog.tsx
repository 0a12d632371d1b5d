import { Checkbox, NumberInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Capability } from '@antidote/contracts';
import { api } from '../api.js';
import { CopyButton } from '../ui/copy-button.js';
import { Dialog } from '../ui/dialog.js';
import { DialogForm } from '../ui/dialog-form.js';
import form from '../ui/form.module.css';
import { useAccount } from './account.js';
import { readingOf } from './roles.js';

const MOST_DAYS = 366;

/** Makes a key; what it may do is chosen, reading alone to begin with. Its secret is shown this once. */
export function KeyDialog({ onClose }: { onClose: () => void }) {
  const { capabilities } = useAccount();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [days, setDays] = useState<number | string>(90);
  const [scopes, setScopes] = useState<Capability[]>(() => readingOf(capabilities));
  const make = useMutation({
    mutationFn: () => api.makeKey({ name: name.trim(), scopes, expiresInDays: Number(days) }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['keys'] }),
  });
  if (make.data) {
    return (
      <Dialog title="Copy the key now" onClose={onClose}>
        <div className={form.form}>
          <p>It is shown this once, and kept nowhere.</p>
          <CopyButton text={`${make.data.key.prefix}_…`} copy={make.data.secret} what="the API key" />
        </div>
      </Dialog>
    );
  }
  const notYet =
    name.trim() === ''
      ? 'Name what the key is for.'
      : scopes.length === 0
        ? 'Choose what it may do.'
        : !Number.isInteger(days) || Number(days) < 1 || Number(days) > MOST_DAYS
          ? `A key holds from 1 to ${MOST_DAYS} days.`
          : null;
  return (
    <DialogForm
      title="Make a key"
      submit="Make the key"
      pending={make.isPending}
      error={make.error}
      notYet={notYet}
      onClose={onClose}
      onSubmit={() => make.mutate()}
    >
      <TextInput
        label="What is it for?"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
      />
      <NumberInput label="Days" min={1} max={MOST_DAYS} value={days} onChange={setDays} />
      <Checkbox.Group label="It may" value={scopes} onChange={(chosen) => setScopes(chosen as Capability[])}>
        {capabilities.map((capability) => (
          <Checkbox key={capability} value={capability} label={capability} />
        ))}
      </Checkbox.Group>
    </DialogForm>
  );
}
