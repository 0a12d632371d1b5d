import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Run } from '@antidote/contracts';
import { api } from '../api.js';
import { queries } from '../queries.js';
import { RunStateBadge } from '../ui/badge.js';
import { PageBody } from '../ui/page.js';
import page from '../ui/page.module.css';
import { ProblemPanel } from '../ui/problem-panel.js';
import { Empty } from '../ui/query-view.js';
import { RunProgressBar } from '../ui/run-progress.js';
import styles from './study.module.css';

/** A study without a result: how far it is, or why there will be none. */
export function StudyLive({ run }: { run: Run }) {
  const client = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => api.cancelRun(run.id),
    onSuccess: (cancelled) => client.setQueryData(queries.run(run.id).queryKey, cancelled),
  });
  if (run.state === 'failed') {
    return (
      <PageBody>
        <ProblemPanel error={new Error(run.error ? `${run.error.message} (${run.error.code})` : 'The study failed.')} />
      </PageBody>
    );
  }
  if (run.state === 'cancelled') {
    return (
      <PageBody>
        <Empty says="This study was cancelled before it had a result. Start another one on the dataset's page." />
      </PageBody>
    );
  }
  return (
    <PageBody>
      <div className={styles.live}>
        <p className={page.sentence}>
          {run.state === 'queued' ? 'Waiting for a worker.' : 'Measuring. The verdict comes when every seed is in.'}
        </p>
        <div>
          <RunStateBadge state={run.state} />
        </div>
        <RunProgressBar run={run} />
        {cancel.error && <ProblemPanel error={cancel.error} />}
        <div>
          <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
            Cancel the study
          </Button>
        </div>
      </div>
    </PageBody>
  );
}
