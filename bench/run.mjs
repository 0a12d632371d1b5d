/**
 * Benchmarks beside the peers: `npm run bench -- [commands] [--runs N] [--tracking-uri ADDRESS]`.
 * Each prints its table, writes it to `bench/results`, and fails when a wanted ratio is not reached.
 */
import { parseArgs } from 'node:util';
import { benchCommands } from './commands/bench-commands.mjs';

const BENCHMARKS = { commands: benchCommands };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '9' }, 'tracking-uri': { type: 'string' } },
});
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs ${values.runs}: give a whole number from 1`);
const names = positionals.length > 0 ? positionals : Object.keys(BENCHMARKS);
const unknown = names.find((name) => !Object.hasOwn(BENCHMARKS, name));
if (unknown) throw new Error(`no benchmark ${unknown}; there is ${Object.keys(BENCHMARKS).join(', ')}`);

for (const name of names) {
  const reached = await BENCHMARKS[name]({
    runs,
    trackingUri: values['tracking-uri'] ?? process.env.MLFLOW_TRACKING_URI,
  });
  if (!reached) process.exitCode = 1;
}
