/** `npm run dev`: the stack, its apps started again when a source changes, and the console by Vite's own server. */
import { watch } from 'node:fs';
import { join } from 'node:path';
import { APPS, ROOT } from './stack/config.mjs';
import { CONSOLE, viteProgram } from './stack/console-build.mjs';
import { nodeBinary } from './stack/node-binary.mjs';
import { freePort } from './stack/port.mjs';
import { run } from './stack/run.mjs';
import { runSession } from './stack/session.mjs';
import { bringUp } from './stack/up.mjs';

const QUIET_MS = 150;

await runSession(async ({ config, supervisor, ui, signal }) => {
  const { apiUrl } = await bringUp({ config, supervisor, ui, signal });
  const port = await freePort(5173);
  const vite = {
    part: 'vite',
    command: nodeBinary(),
    args: [viteProgram(), '--host', '127.0.0.1', '--port', String(port), '--strictPort'],
    options: { cwd: CONSOLE, env: { ...process.env, ANTIDOTE_API_PORT: new URL(apiUrl).port } },
    address: `http://127.0.0.1:${port}`,
  };
  await supervisor.start(vite, { path: '/', signal });
  ui.line(`console in development at ${vite.address}`);

  let timer = null;
  let busy = Promise.resolve();
  const rebuild = async () => {
    await ui.step('compile and restart', async () => {
      await run(nodeBinary(), [join(ROOT, 'tools/build.mjs')], { cwd: ROOT, signal });
      await Promise.all(APPS.map((app) => supervisor.restart(app)));
    });
  };
  for (const folder of ['libs', 'apps']) {
    watch(join(ROOT, folder), { recursive: true, signal }, (_, file) => {
      if (!/[\\/]src[\\/].*\.ts$/.test(file ?? '') || file.startsWith('console')) return;
      clearTimeout(timer);
      timer = setTimeout(() => (busy = busy.then(rebuild).catch((error) => ui.line(error.message))), QUIET_MS);
    });
  }
});
