/**
 * `$ANTIDOTE_HOME/stack.json`: what runs now, for the command line and for the next start. Mode 0600, as addresses hold
 * passwords. It is there from the first process on; `databaseUrl`, `mlflowTrackingUri` and `apiUrl` are null until the
 * part behind them is ready.
 */
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { childrenOutlive, endGroup, stillRuns } from './process-state.mjs';

/** @returns `{ pid, startTime, databaseUrl, mlflowTrackingUri, apiUrl, parts: [{ part, pid, startTime, address, log, stopSignal }] }` or null */
export async function readStack(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return null;
    throw error;
  }
}

export async function writeStack(file, stack) {
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, `${JSON.stringify(stack, null, 2)}\n`, { mode: 0o600 });
  await rename(unfinished, file);
}

/**
 * Ends what a killed supervisor left running: only processes that are still the recorded ones, and children that outlived
 * them (MLflow's, which would hold its port); Postgres last.
 *
 * @returns the names of the parts ended
 */
export async function endOrphans(file) {
  const orphans = ((await readStack(file))?.parts ?? []).filter((part) => stillRuns(part) || childrenOutlive(part));
  const [last, first] = [
    orphans.filter(({ part }) => part === 'postgres'),
    orphans.filter(({ part }) => part !== 'postgres'),
  ];
  for (const group of [first, last]) {
    await Promise.all(group.map(({ pid, stopSignal }) => endGroup(pid, { signal: stopSignal, graceMs: 3000 })));
  }
  await rm(file, { force: true });
  return orphans.map(({ part }) => part);
}
