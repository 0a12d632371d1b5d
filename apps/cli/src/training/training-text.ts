import type { LabelsUsed, Metrics } from '@antidote/contracts';
import { columns } from '../command-line/columns.js';
import type { TrainingData } from '../files/load-training-data.js';
import type { ResamplingCounts } from '@antidote/training';
import type { Trained } from './train-once.js';

const SCORED_ON: Record<LabelsUsed, string> = {
  trusted: 'the trusted set',
  'test-file': 'the labels of the test file',
  manifest: 'the original labels, known from the manifest',
  'as-given': 'the labels as given, which may be poisoned',
};

interface Facts {
  file: string;
  data: TrainingData;
  best: Trained;
  trained: readonly Trained[];
  resampling: ResamplingCounts | null;
  /** The folder the model was kept in. */
  kept: string | null;
  runName: string;
  logged: { url: string } | null;
}

/** A training's result for people. */
export function trainingText({ file, data, best, trained, resampling, kept, runName, logged }: Facts): string {
  const { accuracy, balancedAccuracy, precision, recall, f1 } = best.metrics;
  const [low, high] = best.accuracyInterval.map((share) => share.toFixed(3));
  const lines = [
    `${best.model.kind} on ${file} (${runName}): ${best.trainRows} rows trained, ${best.testRows} scored on ${SCORED_ON[data.labelsUsed]}`,
    `accuracy ${accuracy.toFixed(4)} (95 % interval ${low} to ${high})`,
    `balanced accuracy ${balancedAccuracy.toFixed(4)}, macro precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)}, F1 ${f1.toFixed(4)}`,
  ];
  const scores = probabilityScores(best.metrics);
  if (scores) lines.push(scores);
  if (resampling) lines.push(resamplingText(resampling));
  if (trained.length > 1) lines.push('', gridTable(trained).trimEnd(), '', BEST_NOTE);
  if (kept) lines.push(`model folder: ${kept}`);
  if (logged) lines.push(`MLflow: ${logged.url}`);
  return `${lines.join('\n')}\n`;
}

/** Scores of the probabilities; those that are undefined are left out. */
function probabilityScores({ mcc, rocAuc, logLoss, brierScore, expectedCalibrationError }: Metrics): string {
  const named: [string, number | undefined][] = [
    ['MCC', mcc],
    ['ROC AUC', rocAuc],
    ['log loss', logLoss],
    ['Brier score', brierScore],
    ['calibration error', expectedCalibrationError],
  ];
  return named.flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${value.toFixed(4)}`])).join(', ');
}

function resamplingText({ name, addedRows, parentRows, removedRows }: ResamplingCounts): string {
  const made = name === 'random-over' ? 'copies' : 'synthetic rows';
  return `resampled by ${name}: ${addedRows} ${made} of ${parentRows} rows added, ${removedRows} rows taken out, training rows only`;
}

const BEST_NOTE = 'The best was chosen on the very rows it is scored on: expect somewhat less on new rows.';

/** Only the parameters that differ. */
function gridTable(trained: readonly Trained[]): string {
  const names = Object.keys(trained[0]!.model.parameters).filter(
    (name) => new Set(trained.map((one) => one.model.parameters[name])).size > 1,
  );
  const rows = trained.map((one) => [
    ...names.map((name) => String(one.model.parameters[name])),
    one.metrics.accuracy.toFixed(4),
  ]);
  return columns([...names, 'accuracy'], rows);
}
