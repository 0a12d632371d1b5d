import type { LoggedTraining, TrainingLog } from '@antidote/workflows/mlflow';
import type { ResamplingCounts } from '@antidote/training';
import { readConfig } from '../config.js';
import type { TrainingData } from '../files/load-training-data.js';
import { engineOf } from '../training/engine-of.js';
import type { Trained } from '../training/train-once.js';
import type { Tracking } from './find-tracking.js';
import { isLoggingFault, NO_TRACKING, notLogged } from './logging-notes.js';
import { loggedDataset } from './logged-dataset.js';

export interface Logging {
  /** In the order of the trainings; null when nothing was logged. */
  logged: LoggedTraining[] | null;
  /** Why nothing was logged, for people. */
  note: string | null;
  /** A server was known and did not take the runs. */
  failed: boolean;
}

interface Context {
  runName: string;
  experiment: string;
  dataPath: string;
  testPath: string | undefined;
  resampling: ResamplingCounts | null;
  startTime: number;
  endTime: number;
}

/** Logs the trainings where there is a server; a server that fails costs the log, never the result. */
export async function logTrainingsOrExplain(
  tracking: Tracking | null,
  context: Context,
  data: TrainingData,
  trained: readonly Trained[],
  filesOf: (one: Trained) => ReadonlyMap<string, Uint8Array> | null,
): Promise<Logging> {
  if (!tracking) {
    return { logged: null, note: NO_TRACKING, failed: false };
  }
  const { user } = readConfig();
  const { runName, experiment, dataPath, testPath, resampling, startTime, endTime } = context;
  const training = loggedDataset(dataPath, data.sha256, data.table);
  const evaluation = data.test && testPath ? loggedDataset(testPath, data.test.sha256, data.test.table) : undefined;
  const logs = trained.map((one): TrainingLog => ({
    experiment,
    runName,
    user,
    source: 'antidote train',
    startTime,
    endTime,
    kind: one.model.kind,
    engine: engineOf(one.model),
    parameters: one.model.parameters,
    seed: one.model.seed,
    poison: poisonOf(data),
    metrics: one.metrics,
    confusion: one.confusion,
    labelsUsed: data.labelsUsed,
    training,
    ...(evaluation ? { evaluation } : {}),
    resampling,
    trainRows: one.trainRows,
    testRows: one.testRows,
    files: filesOf(one),
  }));
  try {
    const { logTrainings } = await import('./log-trainings.js');
    return { logged: await logTrainings(tracking.client, logs), note: null, failed: false };
  } catch (error) {
    if (!isLoggingFault(error)) throw error;
    return { logged: null, note: notLogged(tracking.uri, error), failed: true };
  }
}

function poisonOf({ manifest, manifestUnused }: TrainingData): TrainingLog['poison'] {
  if (manifestUnused) return 'unknown';
  return manifest && { attack: manifest.attack, percent: manifest.percent, seed: manifest.seed };
}
