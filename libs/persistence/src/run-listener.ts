import pg from 'pg';

const CHANNEL = 'run_changed';
const RECONNECT_MS = 1_000;

/**
 * Follows changes of runs over one database connection, whoever makes them. A lost connection is made anew, and every
 * follower is called then, as a change may have been missed: followers read the row and treat the call as a hint.
 */
export class RunListener {
  private readonly followers = new Map<string, Set<() => void>>();
  private client: pg.Client | null = null;
  private retry: NodeJS.Timeout | null = null;
  private closed = false;

  private constructor(
    private readonly databaseUrl: string,
    private readonly onError: (error: Error) => void,
  ) {}

  static async open(databaseUrl: string, onError: (error: Error) => void): Promise<RunListener> {
    const listener = new RunListener(databaseUrl, onError);
    await listener.connect();
    return listener;
  }

  /** Calls `onChange` after each change of the run until the returned function is called. */
  follow(runId: string, onChange: () => void): () => void {
    const followers = this.followers.get(runId) ?? new Set();
    this.followers.set(runId, followers.add(onChange));
    return () => {
      followers.delete(onChange);
      if (followers.size === 0 && this.followers.get(runId) === followers) this.followers.delete(runId);
    };
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.retry) clearTimeout(this.retry);
    await this.client?.end();
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.databaseUrl,
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    });
    client.on('notification', ({ payload }) => this.tell(this.followers.get(payload ?? '')));
    client.on('error', (error) => this.reconnect(client, error));
    client.on('end', () => this.reconnect(client, new Error('the connection that follows runs was closed')));
    await client.connect();
    await client.query(`LISTEN ${CHANNEL}`);
    this.client = client;
  }

  private reconnect(lost: pg.Client, error: Error): void {
    if (this.closed || this.client !== lost) return;
    this.client = null;
    this.onError(error);
    this.connectLater();
  }

  private connectLater(): void {
    this.retry = setTimeout(() => {
      if (this.closed) return;
      this.connect().then(
        () => this.followers.forEach((followers) => this.tell(followers)),
        () => this.connectLater(),
      );
    }, RECONNECT_MS);
  }

  private tell(followers: Set<() => void> | undefined): void {
    followers?.forEach((onChange) => onChange());
  }
}
