import type { Run } from '@antidote/contracts';
import type { Database } from '@antidote/persistence';

const HEARTBEAT_MS = 15_000;
const TERMINAL = new Set<Run['state']>(['succeeded', 'failed', 'cancelled']);

/**
 * A run as server-sent events: its present state at once, then each change, the terminal state last. A comment now and
 * then keeps proxies from closing a quiet stream.
 */
export async function* runEvents(
  database: { runs: Pick<Database['runs'], 'get'>; followRun: Database['followRun'] },
  runId: string,
  closing: AbortSignal,
  heartbeatMs = HEARTBEAT_MS,
): AsyncGenerator<string, void, undefined> {
  const changes = new Wakeup();
  const unfollow = database.followRun(runId, () => changes.wake());
  const onClosing = () => changes.wake();
  closing.addEventListener('abort', onClosing);
  try {
    // Followed first and read afterwards, so that no change falls between the two.
    let run = await database.runs.get(runId);
    yield event(run);
    while (!TERMINAL.has(run.state)) {
      const changed = await changes.wait(heartbeatMs);
      if (closing.aborted) return;
      if (changed) run = await database.runs.get(runId);
      yield changed ? event(run) : ': still there\n\n';
    }
  } finally {
    unfollow();
    closing.removeEventListener('abort', onClosing);
  }
}

const event = (run: Run) => `event: run\ndata: ${JSON.stringify(run)}\n\n`;

/** Remembers one wake-up that came while nobody waited. */
class Wakeup {
  private pending = false;
  private resume: (() => void) | null = null;

  wake(): void {
    this.pending = true;
    this.resume?.();
  }

  /** True when woken, false after `timeoutMs` without. */
  async wait(timeoutMs: number): Promise<boolean> {
    if (!this.pending) {
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        this.resume = resolve;
        timer = setTimeout(resolve, timeoutMs);
      });
      clearTimeout(timer);
      this.resume = null;
    }
    const woken = this.pending;
    this.pending = false;
    return woken;
  }
}
