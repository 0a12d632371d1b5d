import { NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PersonKind, Role } from '@antidote/contracts';
import { api } from '../api.js';
import { CopyButton } from '../ui/copy-button.js';
import { Dialog } from '../ui/dialog.js';
import { DialogForm } from '../ui/dialog-form.js';
import form from '../ui/form.module.css';
import { ROLE_OPTIONS } from './roles.js';

const KINDS = [
  { value: 'person', label: 'A person, who signs in' },
  { value: 'service', label: 'A service, which has keys' },
];

/** Adds an account; a person gets a link that signs them in once. */
export function PersonDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const [login, setLogin] = useState('');
  const [name, setName] = useState('');
  const [kind, setKind] = useState<PersonKind>('person');
  const [role, setRole] = useState<Role>('viewer');
  const add = useMutation({
    mutationFn: () => api.addPerson({ login: login.trim(), name: name.trim() || login.trim(), role, kind }),
    onSuccess: () => Promise.all(['people', 'account'].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
  if (add.data) {
    const { person, signIn } = add.data;
    return (
      <Dialog title={`${person.name} is here`} onClose={onClose}>
        <div className={form.form}>
          {signIn === null ? (
            <p>
              Make its key with <code>antidote people add --service</code> or over the API.
            </p>
          ) : (
            <>
              <p>Hand this link over on a way that nobody else reads. It signs in once, within three days.</p>
              <CopyButton
                text="Copy the sign-in link"
                copy={`${window.location.origin}${signIn.path}`}
                what="for the new person"
              />
            </>
          )}
        </div>
      </Dialog>
    );
  }
  return (
    <DialogForm
      title="Add an account"
      submit="Add"
      pending={add.isPending}
      error={add.error}
      notYet={login.trim() === '' ? 'Give a login, such as an e-mail address in small letters.' : null}
      onClose={onClose}
      onSubmit={() => add.mutate()}
    >
      <TextInput
        label="Login"
        description="Never changes: it says who did what."
        value={login}
        onChange={(event) => setLogin(event.currentTarget.value)}
        data-autofocus
      />
      <TextInput label="Name" value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <NativeSelect
        label="Kind"
        data={KINDS}
        value={kind}
        onChange={(event) => setKind(event.currentTarget.value as PersonKind)}
      />
      <NativeSelect
        label="Role"
        data={kind === 'service' ? ROLE_OPTIONS.filter(({ value }) => value !== 'admin') : ROLE_OPTIONS}
        value={role}
        onChange={(event) => setRole(event.currentTarget.value as Role)}
      />
    </DialogForm>
  );
}
