import { ATTACKS, BREAK_METRICS, MODEL_KINDS, type BreakReport } from '@antidote/contracts';
import { refuseOutputs, writeOutputs } from '@antidote/dataset-io';
import { costToBreak, modelChallenger } from '@antidote/robustness';
import { defineCommand } from '../command-line/command.js';
import { columns } from '../command-line/columns.js';
import { SEED, THREADS, choice, choices, integer, number, required, text, toggle } from '../command-line/flag.js';
import { progress } from '../command-line/progress.js';
import { ownTrainer } from '../trainer/own-trainer.js';
import { loadTrainingData } from '../files/load-training-data.js';

export const breakModel = defineCommand({
  flags: {
    dataPath: required(text('CSV file to train on', { placeholder: 'FILE' })),
    testPath: required(text('CSV file whose labels are scored on; never poisoned', { placeholder: 'FILE' })),
    metric: choice('what is to fall', BREAK_METRICS, 'accuracy'),
    below: required(number('a model is broken when the metric is below this', { min: 0, max: 1 })),
    models: choices('models to break', MODEL_KINDS, ['decision-tree', 'random-forest']),
    attacks: choices('attacks to try', ATTACKS, ['uniform', 'targeted', 'boundary', 'greedy'], { random: 'uniform' }),
    seeds: integer('attempts of each attack', { min: 1, max: 100, default: 3 }),
    most: number('greatest budget, in percent of the training rows', { min: 0.001, max: 100, default: 50 }),
    parts: integer('parts of the certified vote; about 20 rows a part unless given', { min: 3, max: 250 }),
    trainer: text('your own trainer, attacked beside the models: a command with {train}, {test} and {predictions}', {
      placeholder: 'COMMAND',
    }),
    timeLimit: integer('seconds that one run of your trainer may take', { min: 1, max: 86_400, default: 60 }),
    out: text('write the report as JSON, with the rows found', { placeholder: 'FILE' }),
    seed: SEED,
    threads: THREADS,
    target: text('the label column; else the first named label, target, class or species, else the last', {
      placeholder: 'COLUMN',
    }),
    force: toggle('overwrite existing output'),
  },
  notes:
    'What is found is an upper bound: a cleverer attack may need fewer rows. The vote of parts is attacked too, and its certificate is a lower bound that holds for every attack, so that both bracket the truth for the vote.\nExample: antidote break --data_path train.csv --test_path test.csv --metric accuracy --below 0.85',

  async run(values, terminal) {
    const train =
      values.trainer === undefined
        ? null
        : ownTrainer(values.trainer, { timeLimit: values.timeLimit, parallel: values.threads });
    const data = await loadTrainingData(values, terminal);
    if (values.out) await refuseOutputs([values.out], { force: values.force });
    const tick = progressOnce(terminal);
    const report = await costToBreak(data.table, data.test!.table, {
      metric: values.metric,
      below: values.below!,
      attacks: values.attacks,
      challengers: [
        ...values.models.map((kind) => modelChallenger(kind, values.threads)),
        ...(train ? [{ name: 'own-trainer', predict: train }] : []),
      ],
      seeds: values.seeds,
      seed: values.seed,
      mostPercent: values.most!,
      parts: values.parts,
      onProgress: tick,
    });
    if (values.out) {
      const bytes = new TextEncoder().encode(`${JSON.stringify(report, null, 2)}\n`);
      await writeOutputs(new Map([[values.out, bytes]]), { force: values.force });
    }
    return {
      text: `${breakText(report)}${values.out ? `${values.out}: the report with the rows found\n` : ''}`,
      json: { ...report, out: values.out ?? null, warnings: data.warnings },
    };
  },
});

function progressOnce(terminal: Parameters<typeof progress>[0]) {
  let tick: ((done: number) => void) | undefined;
  return (done: number, total: number) => (tick ??= progress(terminal, 'break, attempts', total))(done);
}

function breakText({ metric, below, findings, certified, trainRows, testRows, seeds }: BreakReport): string {
  const share = (value: number | null) => (value === null ? '' : value.toFixed(3));
  const table = columns(
    ['model', 'attack', 'clean', 'rows', '%', 'reached', 'by seed'],
    findings.map((finding) => [
      finding.model,
      finding.attack,
      share(finding.clean),
      finding.rows ?? `none up to ${finding.searchedTo}`,
      finding.percent === null ? '' : finding.percent.toFixed(2),
      share(finding.reached),
      finding.bySeed.map((rows) => rows ?? '-').join(' '),
    ]),
  );
  const lines = [
    `Fewest poisoned rows found that take ${metric} below ${below}; ${trainRows} training rows, ${testRows} scored, ${seeds} ${seeds === 1 ? 'attempt' : 'attempts'} each`,
  ];
  const best = findings
    .filter(({ model, rows }) => model === 'certified-vote' && rows !== null)
    .map(({ rows }) => rows!);
  const proof = certified
    ? certified.atLeast === 0
      ? `The certified vote is below already (${share(certified.clean)}): it proves nothing at this limit.\n`
      : `Proof for the vote of ${certified.voters} parts: no ${certified.atLeast - 1} changed labels, added or removed rows (a changed row counts as two) take it below; ${best.length > 0 ? `an attack with ${Math.min(...best)} does` : 'no attack tried does'}.\n`
    : 'There is no certificate of this metric.\n';
  return `${lines.join('\n')}\n${table}${proof}`;
}
