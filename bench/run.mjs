/**
 * Benchmarks, most of them beside peers: `npm run bench -- [NAME]... [flags]`, all without a name.
 * Each prints its table, writes it to `bench/results`, and fails when a wanted figure is not reached.
 * `attacks` takes `--seeds N`; `validation` takes `--seeds N` and `--data FOLDER`; `commands` takes `--runs N` and
 * `--tracking-uri ADDRESS`; `study` takes `--runs N` and `--only DATA`; `training` takes `--only CASE[,CASE]`; `detection` takes `--data FOLDER` (CSV files whose last column is
 * the label), `--seeds N` and `--label-errors FOLDER` (a checkout of github.com/cleanlab/label-errors: real errors that
 * people judged); all but `commands` take `--quick`.
 */
import { parseArgs } from 'node:util';
import { benchAttacks } from './attacks/bench-attacks.mjs';
import { benchCertificates } from './certificates/bench-certificates.mjs';
import { benchCommands } from './commands/bench-commands.mjs';
import { benchData } from './data/bench-data.mjs';
import { benchDetection } from './detection/bench-detection.mjs';
import { benchStudy } from './study/bench-study.mjs';
import { benchTraining } from './training/bench-training.mjs';
import { benchValidation } from './validation/bench-validation.mjs';

const BENCHMARKS = {
  attacks: benchAttacks,
  certificates: benchCertificates,
  commands: benchCommands,
  data: benchData,
  detection: benchDetection,
  study: benchStudy,
  training: benchTraining,
  validation: benchValidation,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '9' },
    'tracking-uri': { type: 'string' },
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    data: { type: 'string' },
    seeds: { type: 'string', default: '10' },
    'label-errors': { type: 'string' },
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
    labelErrors: values['label-errors'],
  });
  if (!reached) process.exitCode = 1;
}
