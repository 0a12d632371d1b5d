import { connect as openSocket } from 'node:net';
import { getStatus } from '@antidote/api-client';
import type { PartHealth, Readiness } from '@antidote/contracts';
import { DomainError } from '@antidote/tabular';
import { columns } from '../command-line/columns.js';
import { defineCommand } from '../command-line/command.js';
import { EXIT } from '../command-line/exit-code.js';
import { readConfig } from '../config.js';
import { findLocalStack, type LocalStack } from '../local-stack.js';
import { answerOf, connect } from '../server/connect.js';

/** The API itself gives the other parts two seconds. */
const ANSWER_MS = 5000;
const PROBE_MS = 2000;
/** What tells that a part lives, where it speaks HTTP. */
const HEALTH: Record<string, string> = { mlflow: '/health' };
const LIVE = '/health/live';

export const status = defineCommand({
  flags: {},
  notes: 'Exit code 3 when a part is down.',

  async run(_values, terminal) {
    const config = readConfig();
    const connection = await connect(config);
    let readiness: Readiness;
    try {
      const signal = AbortSignal.timeout(ANSWER_MS);
      readiness = await answerOf(connection, getStatus({ client: connection.client, signal }));
    } catch (error) {
      const stack = config.apiUrl ? null : await findLocalStack(config.home);
      if (!(error instanceof DomainError) || error.code !== 'service_unavailable' || !stack) throw error;
      terminal.note(error.message);
      readiness = await probeStack(stack);
    }
    const rows = readiness.parts.map(({ part, state, address, detail }) => [part, state, address ?? '', detail ?? '']);
    return {
      text: columns(['part', 'state', 'address', 'detail'], rows),
      json: readiness,
      exitCode: readiness.parts.every(({ state }) => state === 'up') ? EXIT.done : EXIT.unreachable,
    };
  },
});

/** Without the API's own word: does each part of the local stack answer? */
async function probeStack({ parts }: LocalStack): Promise<Readiness> {
  const checked = await Promise.all(
    parts.map(async ({ part, address }): Promise<PartHealth> => {
      const state = address && (await lives(part, address)) ? 'up' : 'down';
      return { part, state, address, detail: null };
    }),
  );
  return { ready: false, parts: checked };
}

/** A stopped process still accepts connections: only an answer tells that it works. Postgres answers nobody unasked. */
async function lives(part: string, address: string): Promise<boolean> {
  if (!address.startsWith('http')) return accepts(address);
  const signal = AbortSignal.timeout(PROBE_MS);
  const response = await fetch(new URL(HEALTH[part] ?? LIVE, address), { signal }).catch(() => null);
  await response?.body?.cancel();
  return response?.ok === true;
}

function accepts(address: string): Promise<boolean> {
  const { hostname, port } = new URL(address.includes('://') ? address : `tcp://${address}`);
  return new Promise((resolve) => {
    const socket = openSocket({ host: hostname, port: Number(port) });
    const settle = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(PROBE_MS, () => settle(false));
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}
