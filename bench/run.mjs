/**
 * Benchmarks beside the peers: `npm run bench -- [commands] [data] [detection] [training] [flags]`, all without a name.
 * Each prints its table, writes it to `bench/results`, and fails when a wanted ratio is not reached.
 * `commands` takes `--runs N` and `--tracking-uri ADDRESS`; `training` takes `--only CASE[,CASE]` and `--quick`;
 * `detection` takes `--data FOLDER` (CSV files whose last column is the label), `--seeds N` and `--quick`.
 */
import { parseArgs } from 'node:util';
import { benchCommands } from './commands/bench-commands.mjs';
import { benchData } from './data/bench-data.mjs';
import { benchDetection } from './detection/bench-detection.mjs';
import { benchTraining } from './training/bench-training.mjs';

const BENCHMARKS = { commands: benchCommands, data: benchData, detection: benchDetection, training: benchTraining };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '9' },
    'tracking-uri': { type: 'string' },
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    data: { type: 'string' },
    seeds: { type: 'string', default: '10' },
  },
});
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs ${values.runs}: give a whole number from 1`);
// Without a name, `--only` and `--quick` speak of training alone.
const all = values.only || values.quick ? ['training'] : Object.keys(BENCHMARKS);
const names = positionals.length > 0 ? positionals : all;
const unknown = names.find((name) => !Object.hasOwn(BENCHMARKS, name));
if (unknown) throw new Error(`no benchmark ${unknown}; there is ${Object.keys(BENCHMARKS).join(', ')}`);

for (const name of names) {
  const reached = await BENCHMARKS[name]({
    runs,
    trackingUri: values['tracking-uri'] ?? process.env.MLFLOW_TRACKING_URI,
    only: values.only,
    quick: values.quick,
    data: values.data,
    seeds: Number(values.seeds),
  });
  if (!reached) process.exitCode = 1;
}
