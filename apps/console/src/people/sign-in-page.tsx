import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import type { SignInRequest } from '@antidote/contracts';
import { api } from '../api.js';
import { queries } from '../queries.js';
import form from '../ui/form.module.css';
import { PageBody, PageHead } from '../ui/page.js';
import { ProblemPanel } from '../ui/problem-panel.js';

/** Signs in by password, or at once by the link whose secret stands after `#`. */
export function SignInPage() {
  const { next } = useSearch({ from: '/sign-in' });
  const router = useRouter();
  const client = useQueryClient();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    mutationFn: (request: SignInRequest) => api.signIn(request),
    onSuccess: (account) => {
      // Nothing that another account may have seen stays.
      client.clear();
      client.setQueryData(queries.account().queryKey, account);
      router.history.replace(ownPath(next));
    },
  });
  const { mutate } = signIn;
  const used = useRef(false);
  useEffect(() => {
    const link = window.location.hash.slice(1);
    if (link === '' || used.current) return;
    used.current = true;
    // The secret does not stay in the address bar or the history.
    window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search);
    mutate({ link });
  }, [mutate]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!signIn.isPending) mutate({ login, password });
  };
  return (
    <main>
      <PageHead title="Sign in to Antidote" />
      <PageBody>
        <form className={`${form.form} ${form.narrow}`} onSubmit={submit}>
          <TextInput
            label="Login"
            autoComplete="username"
            value={login}
            onChange={(event) => setLogin(event.currentTarget.value)}
          />
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          {signIn.error && <ProblemPanel error={signIn.error} />}
          <p>
            No password yet? The terminal that runs Antidote prints a link that signs you in once;{' '}
            <code>antidote login</code> prints another. In a team, ask an admin for one.
          </p>
          <div className={form.buttons}>
            <Button type="submit" loading={signIn.isPending} disabled={login === '' || password === ''}>
              Sign in
            </Button>
          </div>
        </form>
      </PageBody>
    </main>
  );
}

/** Only a page of this console: an address of another site could come in by a prepared link. */
function ownPath(next: string | undefined): string {
  if (next === undefined) return '/';
  const url = new URL(next, window.location.origin);
  const own = url.origin === window.location.origin && next.startsWith('/') && url.pathname !== '/sign-in';
  return own ? url.pathname + url.search : '/';
}
