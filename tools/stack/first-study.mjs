/** The first start's project: the study of Iris, from the file and then on the server, with its tables printed. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './config.mjs';
import { nodeBinary } from './node-binary.mjs';
import { run } from './run.mjs';

const DATASET = 'iris';
const FILE = join('data', 'iris.csv');
const SPEC = {
  levels: [0, 5, 10, 50],
  models: ['decision-tree', 'random-forest'],
  attacks: ['uniform'],
  seeds: 10,
  seed: 42,
};
const DONE = new Set(['succeeded', 'failed', 'cancelled']);

/** Studies the file by the command line, which needs neither server nor database. @returns its table */
export function studyFile({ signal }) {
  const { MLFLOW_TRACKING_URI: _left, ...env } = process.env;
  return run(
    nodeBinary(),
    [
      ...[
        join(ROOT, 'apps/cli/bin/antidote.js'),
        'study',
        '--data_path',
        FILE,
        '--seeds',
        String(SPEC.seeds),
        '--seed',
        String(SPEC.seed),
      ],
      ...['--levels', SPEC.levels.join(','), '--models', SPEC.models.join(',')],
    ],
    { cwd: ROOT, signal, env },
  );
}

/**
 * Registers Iris and runs the same study over the job queue, logged to MLflow. Does nothing where the dataset is
 * registered already.
 *
 * @param stack `{ apiUrl, apiKey }`
 * @param note told how far it is
 * @returns `{ report, run }`, or null
 */
export async function studyOnServer({ apiUrl, apiKey }, { note, signal }) {
  const authorization = `Bearer ${apiKey}`;
  const call = async (path, options = {}) => {
    const response = await fetch(`${apiUrl}/api/v1${path}`, {
      ...options,
      headers: { authorization, ...options.headers },
      signal,
    });
    if (!response.ok)
      throw new Error(`${options.method ?? 'GET'} ${path} answered ${response.status}: ${await response.text()}`);
    return response;
  };
  const post = async (path, body) =>
    (
      await call(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
    ).json();

  const known = await fetch(`${apiUrl}/api/v1/datasets/${DATASET}`, { headers: { authorization }, signal });
  await known.body?.cancel();
  if (known.ok) return null;
  const dataset = await post('/datasets', { name: DATASET, csv: await readFile(join(ROOT, FILE), 'utf8') });
  const started = await post('/runs', { kind: 'study', versionId: dataset.latest.id, spec: SPEC });
  for await (const { state, progress } of runEvents(await call(`/runs/${started.id}/events`))) {
    note(`${progress.done} of ${progress.total}`);
    if (DONE.has(state)) break;
  }
  const last = await (await call(`/runs/${started.id}`)).json();
  if (last.state !== 'succeeded')
    throw new Error(`the study ${last.state}: ${last.error?.message ?? 'see the log of the worker'}`);
  return { run: last, report: await (await call(`/runs/${started.id}/study`)).json() };
}

/** The runs that a stream of server-sent events tells of. */
async function* runEvents(response) {
  let rest = '';
  for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
    const events = (rest + text).split('\n\n');
    rest = events.pop();
    for (const event of events) {
      const data = event
        .split('\n')
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice(5).trimStart())
        .join('\n');
      if (data !== '') yield JSON.parse(data);
    }
  }
}
