import { destroyBlobs } from './destroy-blobs.js';
import { eraseValues, type ErasurePorts } from './erase-values.js';

/** One of the names kept for processes: nobody signs in under it. */
const ACTOR = 'worker';

/**
 * Erases all rows of every registered version that a retention rule has due, one version after the other, and finishes
 * erasures that were interrupted. Harmless when repeated.
 *
 * @returns how many versions were erased
 */
export async function sweepRetention(ports: ErasurePorts): Promise<number> {
  await destroyBlobs(ports);
  const due = await ports.database.retention.due();
  for (const { versionId, dataset, days } of due) {
    const reason = `Rows of ${dataset} are kept for ${days} ${days === 1 ? 'day' : 'days'}.`;
    await eraseValues(ports, { versionId, rows: 'all', cause: 'retention', reason, dryRun: false }, ACTOR);
  }
  return due.length;
}
