import { setTimeout as pause } from 'node:timers/promises';
import { getRun } from '@antidote/api-client';
import type { ErrorCode, Run } from '@antidote/contracts';
import { DomainError } from '@antidote/tabular';
import type { Terminal } from '../command-line/command.js';
import { answerOf, type Connection } from './connect.js';

const POLL_MS = 300;

/**
 * Waits until a run has ended and returns it. An interrupted wait leaves the run going on the server.
 *
 * @throws DomainError the run's own error when it failed, `cancelled` when somebody cancelled it
 */
export async function waitForRun(connection: Connection, id: string, terminal: Terminal): Promise<Run> {
  let said = '';
  for (;;) {
    const run = await answerOf(connection, getRun({ client: connection.client, path: { id } }));
    if (run.state === 'succeeded') return run;
    if (run.state === 'cancelled') throw new DomainError('cancelled', `run ${id} was cancelled.`);
    if (run.state === 'failed') {
      throw new DomainError(
        (run.error?.code ?? 'defect') as ErrorCode,
        `run ${id} failed: ${run.error?.message ?? 'no reason given'}`,
      );
    }
    const state = `${run.kind}: ${run.state}${run.progress.total > 0 ? `, ${run.progress.done} of ${run.progress.total}` : ''}`;
    if (state !== said) terminal.note((said = state));
    await pause(POLL_MS);
  }
}
