import { Button, PasswordInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api } from '../api.js';
import form from '../ui/form.module.css';
import { Section } from '../ui/page.js';
import { ProblemPanel } from '../ui/problem-panel.js';
import { useAccount } from './account.js';

const SHORTEST = 12;

export function PasswordForm() {
  const { person } = useAccount();
  const client = useQueryClient();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const set = useMutation({
    mutationFn: () => api.setPassword({ ...(person.hasPassword ? { current } : {}), password }),
    onSuccess: async () => {
      setCurrent('');
      setPassword('');
      await Promise.all(['account', 'sessions'].map((key) => client.invalidateQueries({ queryKey: [key] })));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (password.length >= SHORTEST && !set.isPending) set.mutate();
  };
  return (
    <Section
      title="Password"
      says={
        person.hasPassword
          ? 'Another password ends every other session.'
          : 'None is set: only links from the terminal or an admin sign you in.'
      }
    >
      <form className={`${form.form} ${form.narrow}`} onSubmit={submit}>
        {person.hasPassword && (
          <PasswordInput
            label="Present password"
            autoComplete="current-password"
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
          />
        )}
        <PasswordInput
          label="New password"
          description={`At least ${SHORTEST} characters.`}
          autoComplete="new-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {set.error && <ProblemPanel error={set.error} />}
        {set.isSuccess && <p role="status">The password is set.</p>}
        <div className={form.buttons}>
          <Button type="submit" loading={set.isPending} disabled={password.length < SHORTEST}>
            Set the password
          </Button>
        </div>
      </form>
    </Section>
  );
}
