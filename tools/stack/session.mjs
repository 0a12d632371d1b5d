/**
 * One run of the stack from a terminal: settings, data folder, leftovers of a killed run, signals, exit code. Exit codes: 0 stopped,
 * 2 bad settings, 3 an address that does not answer, 70 a part failed.
 */
import { ConfigError, readConfig } from './config.mjs';
import { PartFailedError, StopRequest, UnreachableError } from './errors.mjs';
import { makeHome } from './home.mjs';
import { stillRuns } from './process-state.mjs';
import { progress } from './progress.mjs';
import { endOrphans, readStack } from './stack-file.mjs';
import { Supervisor } from './supervisor.mjs';

export const addresses = ({ apiUrl, signInUrl, mlflowTrackingUri, home }) =>
  [
    ...(signInUrl ? [`sign in    ${signInUrl}  (works once, within an hour; then: antidote login)`] : []),
    `console    ${apiUrl}`,
    `API        ${apiUrl}/api/docs`,
    `MLflow     ${mlflowTrackingUri}`,
    `data       ${home}`,
  ].join('\n');

/**
 * Runs `work({ config, supervisor, ui, signal })` and then waits for Ctrl-C, SIGTERM, SIGHUP or a part that fails for good;
 * ends everything and then this process.
 */
export async function runSession(work) {
  const ui = progress();
  const ending = new AbortController();
  const { signal } = ending;
  let supervisor = null;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(name, () => {
      if (signal.aborted && name === 'SIGINT') supervisor?.kill();
      ending.abort(new StopRequest(name));
    });
  }
  const session = async () => {
    const config = readConfig(process.env);
    makeHome(config);
    const running = await readStack(config.stackFile);
    if (running !== null && running.pid !== process.pid && stillRuns(running)) {
      ui.line(`Antidote is up already (process ${running.pid}):\n${addresses({ ...running, home: config.home })}`);
      return;
    }
    const orphans = await endOrphans(config.stackFile);
    if (orphans.length > 0) ui.line(`ended what the last run left behind: ${orphans.join(', ')}`);
    supervisor = new Supervisor({ ...config, line: ui.line, giveUp: (error) => ending.abort(error) });
    await work({ config, supervisor, ui, signal });
    signal.throwIfAborted();
    await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
  };
  let code = 0;
  try {
    await session();
  } catch (error) {
    code = exitCode(signal.aborted ? signal.reason : error, ui);
  }
  await supervisor?.stop();
  process.exit(code);
}

function exitCode(error, ui) {
  if (error instanceof StopRequest) return 0;
  const expected = [ConfigError, UnreachableError, PartFailedError].some((kind) => error instanceof kind);
  ui.line(expected ? error.message : (error.stack ?? String(error)));
  if (error instanceof ConfigError) return 2;
  return error instanceof UnreachableError ? 3 : 70;
}
