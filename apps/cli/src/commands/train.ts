import { basename, dirname, join } from 'node:path';
import { isServable, MODEL_KINDS, type ModelParameters } from '@antidote/contracts';
import { DomainError } from '@antidote/tabular';
import { checkParameters, RESAMPLING_NAMES } from '@antidote/training';
import { defineCommand, type Outcome, type Terminal } from '../command-line/command.js';
import { EXIT } from '../command-line/exit-code.js';
import { SEED, THREADS, choice, pairs, required, text, toggle, type FlagValues } from '../command-line/flag.js';
import { progress } from '../command-line/progress.js';
import { readConfig } from '../config.js';
import { freeModelFolder, refuseModelFolder, writeModelFolder } from '../files/model-folder.js';
import { loadTrainingData, type TrainingData } from '../files/load-training-data.js';
import { stem } from '../files/output-path.js';
import { findTracking } from '../mlflow/find-tracking.js';
import { logTrainingsOrExplain } from '../mlflow/log-trainings-or-explain.js';
import { engineOf } from '../training/engine-of.js';
import { packageModel } from '../training/package-model.js';
import { parameterGrid } from '../training/parameter-grid.js';
import { prepareTraining, trainOnce, type Trained } from '../training/train-once.js';
import { trainingText } from '../training/training-text.js';

const flags = {
  dataPath: required(text('CSV file to train on', { placeholder: 'FILE' })),
  model: choice('what to train', MODEL_KINDS, 'decision-tree'),
  param: pairs("a parameter by scikit-learn's name in camelCase; several values make a grid of runs"),
  testPath: text('score on the labels of this file; else 30 % of the rows are held out, stratified', {
    placeholder: 'FILE',
  }),
  target: text('the label column; else the first named label, target, class or species, else the last', {
    placeholder: 'COLUMN',
  }),
  seed: SEED,
  threads: THREADS,
  engine: choice(
    'who grows the trees: this project, or the packages ml-cart and ml-random-forest',
    ['native', 'mljs'],
    'native',
  ),
  resample: choice('evens out the classes among the training rows', RESAMPLING_NAMES, 'none'),
  out: text('keep the model folder here', { placeholder: 'DIR' }),
  runName: text('name of the MLflow run; clean or poisoned_PERCENT_percent unless given', { placeholder: 'NAME' }),
  experiment: text('MLflow experiment', { placeholder: 'NAME', default: 'antidote' }),
  trackingUri: text('MLflow server; else MLFLOW_TRACKING_URI, else the local stack', { placeholder: 'ADDRESS' }),
  register: text('train on the server instead and ask for the alias staging under this registered name', {
    placeholder: 'NAME',
  }),
  reason: text('why it is registered, 10 characters or more; kept as evidence', { placeholder: 'TEXT' }),
  force: toggle('overwrite an existing model folder'),
};

export const train = defineCommand({
  flags,
  notes:
    'Scores use the original labels where the manifest beside the file gives them; the output says which labels were used.\nWithout an MLflow server nothing is logged, and the output says so. A server that was named and is down: the model is kept all the same, exit code 3.\nExample: antidote train --data_path data/iris_poisoned_10.csv --model random-forest --param nEstimators=50,200',

  async run(values, terminal) {
    const baselines = values.engine === 'mljs' ? await import('@antidote/training/baselines') : null;
    const check = baselines?.checkBaselineParameters ?? checkParameters;
    const grid = parameterGrid(values.param).map((set) => check(values.model, set));
    if (values.out) {
      if (!isServable(values.model)) throw unservable(values.model, '--out');
      await refuseModelFolder(values.out, values.force);
    }
    if (values.register !== undefined) return register(values, grid, terminal);
    if (values.reason !== undefined) {
      throw new DomainError('invalid_argument', '--reason goes with --register; give both or neither.');
    }

    const tracking = await findTracking(values.trackingUri, readConfig());
    const startTime = Date.now();
    const loadStart = performance.now();
    const data = await loadTrainingData(values, terminal);
    const loadMs = performance.now() - loadStart;
    const prepared = prepareTraining(data, values.seed, values.resample);
    const { counts: resampling, warnings } = prepared.resampling;
    for (const warning of warnings) terminal.note(`warning: ${warning}`);
    const tick = progress(terminal, 'training', grid.length);
    const trained = grid.map((parameters, index) => {
      tick(index);
      const options = { parameters, seed: values.seed, threads: values.threads };
      return trainOnce(prepared, values.model, options, baselines?.fitBaseline);
    });
    const endTime = Date.now();
    const best = trained.reduce((a, b) => (b.metrics.accuracy > a.metrics.accuracy ? b : a));

    const runName = values.runName ?? nameOf(data);
    const packages = new Map<Trained, Map<string, Uint8Array> | null>();
    const filesOf = (one: Trained) => {
      if (!packages.has(one)) packages.set(one, packageModel(one, data));
      return packages.get(one)!;
    };
    if (values.out) await writeModelFolder(values.out, filesOf(best)!, values.force);
    const log = {
      runName,
      experiment: values.experiment!,
      dataPath: values.dataPath,
      testPath: values.testPath,
      resampling,
      startTime,
      endTime,
    };
    const logging = await logTrainingsOrExplain(tracking, log, data, trained, filesOf);

    let kept = values.out ?? null;
    if (tracking && !isServable(values.model)) terminal.note(NO_MODEL);
    const files = logging.failed && tracking?.explicit && !kept ? filesOf(best) : null;
    if (files) {
      kept = await freeModelFolder(join(dirname(values.dataPath), `${stem(values.dataPath)}_${values.model}_model`));
      await writeModelFolder(kept, files, false);
    }
    if (logging.note) terminal.note(logging.note);
    const logged = logging.logged?.[trained.indexOf(best)] ?? null;
    const results = trained.map((one, index) => resultOf(one, logging.logged?.[index] ?? null));
    return {
      text: trainingText({ file: basename(values.dataPath), data, best, trained, resampling, kept, runName, logged }),
      json: {
        ...resultOf(best, logged),
        timings: { loadMs, binMs: prepared.binMs, fitMs: best.fitMs, predictMs: best.predictMs },
        labelsUsed: data.labelsUsed,
        runName,
        poison: data.manifest && {
          attack: data.manifest.attack,
          percent: data.manifest.percent,
          seed: data.manifest.seed,
        },
        resampling,
        trainRows: best.trainRows,
        testRows: best.testRows,
        seed: values.seed,
        out: kept,
        grid: trained.length > 1 ? results : null,
      },
      exitCode: logging.failed && tracking?.explicit ? EXIT.unreachable : EXIT.done,
    };
  },
});

const NO_MODEL = 'k-nearest-neighbors has no ONNX form: its run is logged without a model.';

function unservable(model: string, flag: string): DomainError {
  return new DomainError(
    'invalid_argument',
    `${model} has no ONNX form, which is what ${flag} keeps; leave it out or choose another --model.`,
  );
}

/** `clean`, `poisoned_10_percent`, or `unverified` where a manifest stands beside the file and is not about it. */
function nameOf({ manifest, manifestUnused }: TrainingData): string {
  if (manifestUnused) return 'unverified';
  return manifest && manifest.percent > 0 ? `poisoned_${manifest.percent}_percent` : 'clean';
}

function resultOf(trained: Trained, logged: { runId: string; modelId: string | null; url: string } | null) {
  return {
    model: trained.model.kind,
    engine: engineOf(trained.model),
    parameters: trained.model.parameters,
    metrics: trained.metrics,
    accuracyInterval: trained.accuracyInterval,
    mlflow: logged && { runId: logged.runId, modelId: logged.modelId, url: logged.url },
  };
}

async function register(
  values: FlagValues<typeof flags>,
  grid: ModelParameters[],
  terminal: Terminal,
): Promise<Outcome> {
  const { model } = values;
  if (!isServable(model)) throw unservable(model, '--register');
  const config = readConfig();
  const { connect } = await import('../server/connect.js');
  await connect(config);
  const clash = values.testPath
    ? '--test_path'
    : values.out
      ? '--out'
      : values.engine !== 'native'
        ? '--engine'
        : grid.length > 1
          ? 'several values of --param'
          : undefined;
  if (clash) {
    throw new DomainError(
      'invalid_argument',
      `--register trains on the server, which takes no ${clash}; leave one of them out.`,
    );
  }
  if (!values.reason) {
    throw new DomainError(
      'invalid_argument',
      '--register wants --reason TEXT of 10 characters or more; it is kept as evidence.',
    );
  }
  const data = await loadTrainingData({ ...values, testPath: undefined }, terminal);
  if (data.manifest && data.manifest.percent > 0) {
    throw new DomainError(
      'invalid_argument',
      `${values.dataPath} is a poisoned copy, which the server would take for an original; register the original and poison it there.`,
    );
  }
  const { trainAndRegister } = await import('../server/train-and-register.js');
  const request = {
    dataPath: values.dataPath,
    target: data.table.target.name,
    model,
    parameters: grid[0]!,
    resample: values.resample,
    seed: values.seed,
    registeredModel: values.register!,
    reason: values.reason,
  };
  return trainAndRegister(request, config, terminal);
}
