import { useQuery } from '@tanstack/react-query';
import { Navigate, Outlet, useRouterState } from '@tanstack/react-router';
import { ApiProblem } from '../api-problem.js';
import { queries } from '../queries.js';
import { AccountContext } from './account.js';
import { PageBody } from '../ui/page.js';
import { ProblemPanel } from '../ui/problem-panel.js';

/** Every page: the sign-in page for anyone, the others for those who are signed in. */
export function Entry() {
  // What is shown, not where one is going: on the way the old page still stands.
  const signingIn = useRouterState({ select: ({ matches }) => matches.some(({ routeId }) => routeId === '/sign-in') });
  return signingIn ? <Outlet /> : <SignedIn />;
}

/** Who is not signed in goes to the sign-in page, and comes back from there. */
function SignedIn() {
  const account = useQuery(queries.account());
  const here = useRouterState({ select: (state) => state.location.href });
  const nobody = account.error instanceof ApiProblem && account.error.code === 'unauthenticated';
  // Already on the way: going again would nest one address in the next for ever.
  if (nobody && here.startsWith('/sign-in')) return null;
  if (nobody) return <Navigate to="/sign-in" search={here === '/' ? {} : { next: here }} replace />;
  if (account.data !== undefined) {
    return (
      <AccountContext value={account.data}>
        <Outlet />
      </AccountContext>
    );
  }
  if (account.isPending) return null;
  return (
    <main>
      <PageBody>
        <ProblemPanel error={account.error} onRetry={() => void account.refetch()} />
      </PageBody>
    </main>
  );
}
