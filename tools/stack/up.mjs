/** Brings the parts up in the order that their needs give, side by side where they can. */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { APPS, MLFLOW_DATABASE, PARTS, ROOT, appVariables } from './config.mjs';
import { buildConsole } from './console-build.mjs';
import { accepts, checkDatabase, ensureOwnDatabases, mlflowDatabase, shown } from './database.mjs';
import { UnreachableError } from './errors.mjs';
import { answers, waitUntil } from './http.mjs';
import { makeMlflowEnv } from './mlflow-env.mjs';
import { mlflowPart } from './mlflow.mjs';
import { nodeBinary } from './node-binary.mjs';
import { freePort } from './port.mjs';
import { makePostgres } from './postgres.mjs';
import { run } from './run.mjs';

/**
 * @param config of `readConfig`
 * @param supervisor runs the parts
 * @param ui `progress()`
 * @param withApps false: only Postgres and MLflow, and the schema
 * @returns `{ databaseUrl, mlflowTrackingUri, apiUrl, apiKey, signInUrl }`; null without the apps are `apiUrl`, `apiKey` (of the first
 *   account, null when that was disabled) and `signInUrl` (works once; null too where that account has a password)
 */
export async function bringUp({ config, supervisor, ui, signal, withApps = true }) {
  // What fails first ends the other steps; all of them have ended before the failure is passed on.
  const failure = new AbortController();
  const context = { config, supervisor, ui, signal: AbortSignal.any([signal, failure.signal]), reserved: new Set() };
  const guarded = (promise) =>
    promise.catch((error) => {
      failure.abort(error);
      throw error;
    });
  const ports = await choosePorts(context, withApps);
  const environment = config.mlflowTrackingUri === null ? guarded(ensureMlflowEnv(context)) : null;
  const page = withApps ? guarded(ui.step('console', (note) => buildConsole({ note, signal: context.signal }))) : null;
  const database = guarded(startDatabase(context, ports));
  const mlflowTrackingUri = config.mlflowTrackingUri ?? `http://127.0.0.1:${ports.mlflow}`;
  const mlflow = guarded(startMlflow(context, ports, { environment, database }));
  const apps = withApps ? guarded(startApps(context, ports, { database, page, mlflowTrackingUri })) : null;
  const settled = await Promise.allSettled([environment, page, database, mlflow, apps]);
  signal.throwIfAborted();
  if (failure.signal.aborted) throw failure.signal.reason;
  if (withApps) await ui.step('ready', () => allReady(context, ports));
  const databaseUrl = settled[2].value;
  const apiUrl = withApps ? address(ports, 'api') : null;
  await supervisor.announce({ databaseUrl, mlflowTrackingUri, apiUrl, blobs: config.blobs });
  const access = withApps
    ? await ui.step('first account', (note) => openAccess(context, { databaseUrl, apiUrl, note }))
    : null;
  return {
    databaseUrl,
    mlflowTrackingUri,
    apiUrl,
    apiKey: access?.apiKey ?? null,
    signInUrl: access?.signInUrl ?? null,
  };
}

const address = (ports, part) => `http://127.0.0.1:${ports[part]}`;

async function choosePorts({ config, ui, reserved }, withApps) {
  const needed = Object.keys(PARTS).filter(
    (part) =>
      (part !== 'postgres' || config.databaseUrl === null) &&
      (part !== 'mlflow' || config.mlflowTrackingUri === null) &&
      (withApps || !APPS.includes(part)),
  );
  const ports = {};
  for (const part of needed) {
    const wanted = config.ports[part];
    ports[part] = await freePort(wanted, reserved);
    if (ports[part] !== wanted) ui.line(`port ${wanted} is taken: ${part} uses ${ports[part]}`);
  }
  return ports;
}

const ensureMlflowEnv = ({ config, ui, signal }) =>
  ui.step('MLflow environment', (note) => makeMlflowEnv(config.mlflowEnv, { note, signal }));

async function startDatabase({ config, supervisor, ui, signal }, ports) {
  let databaseUrl = config.databaseUrl;
  if (databaseUrl === null) {
    databaseUrl = await ui.step('Postgres', async (note) => {
      const postgres = await makePostgres(config, { note, signal });
      if (postgres.moved)
        ui.line(`another account runs Postgres and cannot reach ${config.home}: its data lie in ${postgres.folder}`);
      const check = () => accepts(postgres.url(ports.postgres, 'postgres'));
      await supervisor.start(postgres.part(ports.postgres), { check, signal });
      await ensureOwnDatabases((name) => postgres.url(ports.postgres, name));
      note(`127.0.0.1:${ports.postgres}`);
      return postgres.url(ports.postgres);
    });
  } else {
    await ui.step(`database ${URL.canParse(databaseUrl) ? shown(databaseUrl) : ''}`, () => checkDatabase(databaseUrl));
  }
  await ui.step('schema', () =>
    run(nodeBinary(), [join(ROOT, 'tools/migrate.mjs')], {
      cwd: ROOT,
      signal,
      env: { ...process.env, DATABASE_URL: databaseUrl },
    }),
  );
  await supervisor.announce({ databaseUrl });
  return databaseUrl;
}

/** Makes the first account where there is none, and the key of this machine's command line. */
async function openAccess({ config, signal }, { databaseUrl, apiUrl, note }) {
  const told = await run(nodeBinary(), [join(ROOT, 'tools/local-access.mjs')], {
    cwd: ROOT,
    signal,
    env: { ...process.env, DATABASE_URL: databaseUrl, ANTIDOTE_HOME: config.home },
  });
  const { login, path } = JSON.parse(told);
  note(login ?? 'disabled');
  const apiKey = login === null ? null : (await readFile(config.keyFile, 'utf8')).trim();
  return { apiKey, signInUrl: path && `${apiUrl}${path}` };
}

async function startMlflow({ config, supervisor, ui, signal }, ports, { environment, database }) {
  const given = config.mlflowTrackingUri;
  if (given !== null) {
    await ui.step(`MLflow ${given}`, async () => {
      if (!(await answers(`${given}${PARTS.mlflow.ready}`, { signal, timeoutMs: 5000 }))) {
        throw new UnreachableError(`MLflow does not answer at ${given}${PARTS.mlflow.ready} (MLFLOW_TRACKING_URI)`);
      }
    });
  } else {
    const [bin, databaseUrl] = await Promise.all([environment, database]);
    await ui.step('MLflow', async (note) => {
      const store =
        config.databaseUrl === null ? withDatabase(databaseUrl, MLFLOW_DATABASE) : await mlflowDatabase(databaseUrl);
      await mkdir(join(config.home, 'mlflow-artifacts'), { recursive: true });
      const part = mlflowPart({ bin, home: config.home, port: ports.mlflow, database: store });
      await supervisor.start(part, { path: PARTS.mlflow.ready, limitMs: 240_000, signal });
      note(part.address);
    });
  }
  await supervisor.announce({ mlflowTrackingUri: given ?? address(ports, 'mlflow') });
}

function withDatabase(databaseUrl, name) {
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** The apps start while MLflow still does: the console is there sooner, and they wait for MLflow where they need it. */
async function startApps({ config, supervisor, ui, signal }, ports, { database, page, mlflowTrackingUri }) {
  const [databaseUrl] = await Promise.all([database, page]);
  // Every app is told all ports: the API asks the others how they are.
  const variables = {
    ...appVariables({ databaseUrl, mlflowTrackingUri, blobs: config.blobs }),
    ...Object.fromEntries(APPS.map((app) => [PARTS[app].portVariable, String(ports[app])])),
  };
  await Promise.all(
    APPS.map((app) =>
      ui.step(app === 'api' ? 'api with the console' : app, async (note) => {
        const part = {
          part: app,
          command: nodeBinary(),
          args: [join(ROOT, 'apps', app, 'dist/main.js')],
          options: {
            cwd: ROOT,
            env: { ...process.env, ANTIDOTE_HOME: config.home, ...variables },
          },
          address: address(ports, app),
        };
        await supervisor.start(part, { path: '/health/live', signal });
        note(part.address);
      }),
    ),
  );
  await supervisor.announce({ apiUrl: address(ports, 'api') });
}

async function allReady({ signal }, ports) {
  await Promise.all(
    APPS.map((app) =>
      waitUntil(() => answers(`${address(ports, app)}${PARTS[app].ready}`, { signal }), {
        what: app,
        limitMs: 240_000,
        signal,
      }),
    ),
  );
}
