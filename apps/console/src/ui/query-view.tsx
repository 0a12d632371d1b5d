import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ProblemPanel } from './problem-panel.js';
import styles from './state.module.css';

export function Loading() {
  return (
    <div className={styles.loading} role="status" aria-label="Loading">
      <div className={styles.bar} />
      <div className={styles.bar} />
      <div className={styles.bar} />
    </div>
  );
}

/** What belongs here, and the one thing to do about its absence. */
export function Empty({ says, action }: { says: string; action?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <p>{says}</p>
      {action}
    </div>
  );
}

type Viewed<T> = Pick<UseQueryResult<T>, 'data' | 'error' | 'isPending' | 'isRefetchError'> & {
  refetch: () => unknown;
};

/**
 * A read of the server in its states: grey bars while it loads, the problem when it failed, the data otherwise.
 * When a later reading fails the old data stay, dimmed, below the problem.
 */
export function QueryView<T>({ query, children }: { query: Viewed<T>; children: (data: T) => ReactNode }) {
  const retry = () => void query.refetch();
  if (query.data !== undefined) {
    if (!query.isRefetchError) return children(query.data);
    return (
      <>
        <ProblemPanel error={query.error} onRetry={retry} />
        <div className={styles.stale}>{children(query.data)}</div>
      </>
    );
  }
  return query.isPending ? <Loading /> : <ProblemPanel error={query.error} onRetry={retry} />;
}
