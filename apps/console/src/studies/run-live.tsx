import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Run } from '@antidote/contracts';
import { runProblem } from '../api-problem.js';
import { api } from '../api.js';
import { useMay } from '../people/account.js';
import { queries } from '../queries.js';
import { RunStateBadge } from '../ui/badge.js';
import { PageBody } from '../ui/page.js';
import page from '../ui/page.module.css';
import { ProblemPanel } from '../ui/problem-panel.js';
import { Empty } from '../ui/query-view.js';
import { RunProgressBar } from '../ui/run-progress.js';
import styles from './study.module.css';

export interface RunWords {
  /** What it is: "study", "search". */
  what: string;
  /** What it is about while it runs. */
  waiting: string;
  /** Where to start another. */
  again: string;
}

/** A run without a result: how far it is, or why there will be none. */
export function RunLive({ run, words }: { run: Run; words: RunWords }) {
  const client = useQueryClient();
  const may = useMay('run:start');
  const cancel = useMutation({
    mutationFn: () => api.cancelRun(run.id),
    onSuccess: (cancelled) => client.setQueryData(queries.run(run.id).queryKey, cancelled),
  });
  if (run.state === 'failed') {
    const error = runProblem(run.error ?? { code: 'defect', message: `The ${words.what} failed.` });
    return (
      <PageBody>
        <ProblemPanel error={error} />
      </PageBody>
    );
  }
  if (run.state === 'cancelled') {
    return (
      <PageBody>
        <Empty says={`This ${words.what} was cancelled before it had a result. ${words.again}`} />
      </PageBody>
    );
  }
  return (
    <PageBody>
      <div className={styles.live}>
        <p className={page.sentence}>{run.state === 'queued' ? 'Waiting for a worker.' : words.waiting}</p>
        <div>
          <RunStateBadge state={run.state} />
        </div>
        <RunProgressBar run={run} />
        {cancel.error && <ProblemPanel error={cancel.error} />}
        {may && (
          <div>
            <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
              Cancel the {words.what}
            </Button>
          </div>
        )}
      </div>
    </PageBody>
  );
}
