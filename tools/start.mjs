/**
 * `npm start`: everything up, and kept up until Ctrl-C, SIGTERM or SIGHUP. The first start studies Iris: from the file
 * at once, then on the server. Exit codes: 0 stopped, 2 bad settings, 3 an address that does not answer, 70 a part failed.
 */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError, readConfig } from './stack/config.mjs';
import { PartFailedError, StopRequest, UnreachableError } from './stack/errors.mjs';
import { studyFile, studyOnServer } from './stack/first-study.mjs';
import { makeHome } from './stack/home.mjs';
import { stillRuns } from './stack/process-state.mjs';
import { progress } from './stack/progress.mjs';
import { endOrphans, readStack } from './stack/stack-file.mjs';
import { Supervisor } from './stack/supervisor.mjs';
import { bringUp } from './stack/up.mjs';

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

function addresses({ apiUrl, mlflowTrackingUri, home }) {
  return [
    `console    ${apiUrl}`,
    `API        ${apiUrl}/api/docs`,
    `MLflow     ${mlflowTrackingUri}`,
    `data       ${home}`,
  ].join('\n');
}

async function start() {
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

  const marker = join(config.home, 'first-study-done');
  const first = !existsSync(marker);
  const fileStudy = first ? studyFirst() : null;
  const stack = await bringUp({ config, supervisor, ui, signal });
  await fileStudy;
  console.log(`\n${addresses({ ...stack, home: config.home })}\n`);
  if (first) {
    await studyAgain(stack);
    await writeFile(marker, '');
  }
  console.log('Antidote is up. Ctrl-C stops everything.');
  await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
}

/** A study that fails is told, and stops nothing: the servers are what was asked for. */
const tolerant = (work) =>
  work.catch((error) => {
    signal.throwIfAborted();
    ui.line(error.message);
  });

const studyFirst = () =>
  tolerant(ui.step('study of data/iris.csv', () => studyFile({ signal })).then((table) => ui.line(`\n${table}`)));

const studyAgain = ({ apiUrl, mlflowTrackingUri }) =>
  tolerant(
    (async () => {
      const done = await ui.step('the same study on the server', (note) => studyOnServer(apiUrl, { note, signal }));
      if (done === null) return;
      const { studyTable } = await import('@antidote/robustness');
      console.log(`\n${studyTable(done.report)}\n`);
      console.log(`study      ${apiUrl}/studies/${done.run.id}`);
      console.log(`in MLflow  ${done.run.mlflow?.url ?? mlflowTrackingUri}\n`);
    })(),
  );

function exitCode(error) {
  if (error instanceof StopRequest) return 0;
  ui.line(
    error instanceof ConfigError || error instanceof UnreachableError || error instanceof PartFailedError
      ? error.message
      : (error.stack ?? String(error)),
  );
  if (error instanceof ConfigError) return 2;
  return error instanceof UnreachableError ? 3 : 70;
}

let code = 0;
try {
  await start();
} catch (error) {
  code = exitCode(signal.aborted ? signal.reason : error);
} finally {
  await supervisor?.stop();
}
process.exit(code);
