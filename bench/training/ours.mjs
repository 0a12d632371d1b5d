/**
 * Our side of the training benchmark: reads one JSON job a line, answers one JSON line, as `peer.py` does.
 *
 *     node ours.mjs DATASET_FOLDER
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as training from '@antidote/training';
import { readNpy } from './npy.mjs';

const folder = process.argv[2];
const meta = JSON.parse(readFileSync(join(folder, 'meta.json'), 'utf8'));
const cached = new Map();
const once = (key, make) => cached.get(key) ?? cached.set(key, make()).get(key);

/** The rows as columns of our own kind, `repeat` times over. */
function table(name, repeat = 1) {
  return once(`${name} ${repeat}`, () => {
    const { rows, values } = readNpy(join(folder, `${name}.npy`));
    const rowCount = rows * repeat;
    const features = meta.columns.map(({ name: column, type, categories }, index) => {
      const given = values.subarray(index * rows, (index + 1) * rows);
      const all = new Float64Array(rowCount);
      for (let at = 0; at < rowCount; at += rows) all.set(given, at);
      return type === 'numeric'
        ? { kind: 'numeric', name: column, values: all }
        : {
            kind: 'category',
            name: column,
            categories,
            codes: Int32Array.from(all, (code) => (code === code ? code : -1)),
          };
    });
    return { features, rowCount };
  });
}

const labels = (name) => once(name, () => readNpy(join(folder, `${name}-labels.npy`)).values);

/** Starts to measure; the function it returns tells wall and processor time since. */
function stopwatch() {
  const cpu = process.cpuUsage();
  const wall = performance.now();
  return () => {
    const wallMs = performance.now() - wall;
    const { user, system } = process.cpuUsage(cpu);
    return { wallMs, cpuMs: (user + system) / 1000 };
  };
}

function timed(work) {
  const time = stopwatch();
  const result = work();
  return [time(), result];
}

/** Binning and fit apart: features are binned once for any number of label columns, so that both figures matter. */
function fit({ model, labels: column, jobs, seed, parameters, engine, limit }) {
  if (engine === 'mljs') return fitBaseline({ model, column, seed, parameters, limit });
  const { features, rowCount } = table('train');
  const codes = labels(column);
  const rows = limit && Uint32Array.from({ length: limit }, (_, row) => row);
  const [bin, binned] = timed(() => training.binFeatures(features, rowCount));
  const [times, fitted] = timed(() =>
    training.fitModel(model, binned, codes, meta.classes, { parameters, seed, threads: jobs, rows }),
  );
  const test = table('test');
  return { ...times, bin, predicted: Array.from(training.predictLabels(fitted, test.features, test.rowCount)) };
}

function predict({ model, labels: column, repeat, parameters, jobs }) {
  const fitted = once(`fitted ${model}`, () => {
    const { features, rowCount } = table('train');
    const binned = training.binFeatures(features, rowCount);
    return training.fitModel(model, binned, labels(column), meta.classes, { parameters, seed: 1, threads: 2 });
  });
  const { features, rowCount } = table('test', repeat);
  const [times, predicted] = timed(() => training.predictLabels(fitted, features, rowCount, { threads: jobs }));
  return { ...times, rows: rowCount, predicted: Array.from(predicted.subarray(0, rowCount / repeat)) };
}

function isolationForest({ seed, jobs }) {
  const { features, rowCount } = table('train');
  const [fitTimes, forest] = timed(() =>
    training.fitIsolationForest(features, rowCount, { nEstimators: 100, maxSamples: 256, seed }),
  );
  const [scoreTimes, scores] = timed(() => training.anomalyScore(forest, features, rowCount, { threads: jobs }));
  return { fit: fitTimes, score: scoreTimes, scores: Array.from(scores.subarray(0, 2000)) };
}

/** The product's own study: all rows are given, every seed splits, poisons and fits by itself. */
async function study({ seeds, levels, jobs }) {
  const { runBatches } = await import('../../apps/cli/dist/study/run-batches.js');
  const all = studyTable();
  const spec = {
    levels,
    models: ['decision-tree', 'random-forest'],
    attacks: ['uniform'],
    seeds,
    seed: 42,
    testShare: 0.3,
  };
  const accuracies = {};
  const time = stopwatch();
  const batches = await runBatches(all, spec, { threads: jobs });
  const times = time();
  for (const { cells } of batches) {
    for (const { model, level, accuracy } of cells) (accuracies[`${model}@${level}`] ??= []).push(accuracy);
  }
  return { ...times, accuracies };
}

function studyTable() {
  return once('study', () => {
    const [train, test] = [table('train'), table('test')];
    const rowCount = train.rowCount + test.rowCount;
    const joined = (a, b) => {
      const both = new a.constructor(a.length + b.length);
      both.set(a);
      both.set(b, a.length);
      return both;
    };
    const features = train.features.map((column, index) => {
      const other = test.features[index];
      return column.kind === 'numeric'
        ? { ...column, values: joined(column.values, other.values) }
        : { ...column, codes: joined(column.codes, other.codes) };
    });
    const codes = joined(labels('train'), labels('test'));
    const rowIds = Uint32Array.from({ length: rowCount }, (_, row) => row);
    return { rowCount, features, rowIds, target: { name: 'label', classes: meta.classes, codes } };
  });
}

/** The npm packages on plain arrays. */
async function fitBaseline({ model, column, seed, parameters, limit }) {
  const { DecisionTreeClassifier } = await import('ml-cart');
  const { RandomForestClassifier } = await import('ml-random-forest');
  const matrix = (name, most) => {
    const { features, rowCount } = table(name);
    return Array.from({ length: Math.min(rowCount, most ?? rowCount) }, (_, row) =>
      features.map((feature) => (feature.values ?? feature.codes)[row]),
    );
  };
  const rows = matrix('train', limit);
  const codes = Array.from(labels(column).subarray(0, rows.length));
  // Trees are grown to the end, as ours are: by themselves these stop where a split gains less than 0.01.
  const treeOptions = { gainFunction: 'gini', gainThreshold: 0, minNumSamples: 1, maxDepth: 1000 };
  const learner =
    model === 'decision-tree'
      ? new DecisionTreeClassifier({ ...treeOptions, ...parameters })
      : new RandomForestClassifier({
          seed,
          replacement: true,
          maxFeatures: 4,
          useSampleBagging: false,
          treeOptions,
          ...parameters,
        });
  const [times] = timed(() => learner.train(rows, codes));
  return { ...times, predicted: Array.from(learner.predict(matrix('test'))) };
}

function peak() {
  return { peakMiB: process.resourceUsage().maxRSS / 1024 };
}

const OPERATIONS = { fit, predict, 'isolation-forest': isolationForest, study, peak };
for await (const line of createInterface({ input: process.stdin })) {
  const job = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(await OPERATIONS[job.op](job))}\n`);
}
process.exit(0);
