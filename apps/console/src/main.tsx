import { MantineProvider } from '@mantine/core';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiProblem } from './api-problem.js';
import { sendToken } from './people/csrf.js';
import { queries } from './queries.js';
import { router } from './shell/router.js';
import './theme/index.css';
import { theme } from './theme/theme.js';

/** A session that ended is noticed by whatever is asked next; then the sign-in page comes. */
const noticeSignOut = (error: unknown) => {
  if (error instanceof ApiProblem && error.code === 'unauthenticated') {
    const { queryKey } = queries.account();
    if (client.getQueryData(queryKey) !== undefined) void client.resetQueries({ queryKey });
  }
};

const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeSignOut }),
  mutationCache: new MutationCache({ onError: noticeSignOut }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // A refusal stays a refusal; only a missing answer is worth asking for again.
      retry: (failures, error) => error instanceof ApiProblem && error.unreachable && failures < 2,
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});

sendToken();

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id root');

createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
