import type { Run } from '@antidote/contracts';
import type { Database } from '@antidote/persistence';

/** The run once it has ended, however it did. */
export function endedRun(database: Database, id: string): Promise<Run> {
  return new Promise((resolve, reject) => {
    const look = () =>
      void database.runs.get(id).then((run) => {
        if (run.state === 'queued' || run.state === 'running') return;
        unfollow();
        resolve(run);
      }, reject);
    const unfollow = database.followRun(id, look);
    look();
  });
}

/** The run once it has succeeded; what went wrong is thrown. */
export async function succeededRun(database: Database, id: string): Promise<Run> {
  const run = await endedRun(database, id);
  if (run.state !== 'succeeded') throw new Error(run.error?.message ?? run.state);
  return run;
}
