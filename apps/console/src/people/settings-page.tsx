import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../api.js';
import { Facts, PageBody, PageHead } from '../ui/page.js';
import { ProblemPanel } from '../ui/problem-panel.js';
import { useAccount } from './account.js';
import { KeyList } from './key-list.js';
import { PasswordForm } from './password-form.js';
import { PeopleList } from './people-list.js';
import { ROLE_SAYS } from './roles.js';
import { SessionList } from './session-list.js';

export function SettingsPage() {
  const { person, mode } = useAccount();
  const signOut = useMutation({
    mutationFn: api.signOut,
    // A page anew: nothing that the account saw stays in memory.
    onSuccess: () => window.location.assign('/sign-in'),
  });
  return (
    <>
      <PageHead
        title="Who may do what here?"
        crumbs={[{ text: 'Settings' }]}
        actions={
          <Button variant="default" loading={signOut.isPending} onClick={() => signOut.mutate()}>
            Sign out
          </Button>
        }
      />
      <Facts>
        <span>
          Signed in as <strong>{person.name}</strong> ({person.login})
        </span>
        <span>
          Role <strong>{person.role}</strong>: {ROLE_SAYS[person.role]}
        </span>
        <span>
          {mode === 'solo' ? (
            <>
              <strong>One person</strong> works here: promotions are stamped self-approved
            </>
          ) : (
            <>
              A <strong>team</strong> works here
            </>
          )}
        </span>
        <span>
          <Link to="/log">What was done</Link>
        </span>
      </Facts>
      <PageBody>
        {signOut.error && <ProblemPanel error={signOut.error} />}
        <PeopleList />
        <KeyList />
        <SessionList />
        <PasswordForm />
      </PageBody>
    </>
  );
}
