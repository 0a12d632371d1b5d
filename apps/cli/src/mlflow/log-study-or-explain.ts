import type { StudyReport } from '@antidote/contracts';
import { logStudy, type LoggedStudy } from '@antidote/workflows/mlflow';
import { readConfig } from '../config.js';
import type { TrainingData } from '../files/load-training-data.js';
import type { Tracking } from './find-tracking.js';
import { isLoggingFault, NO_TRACKING, notLogged } from './logging-notes.js';
import { loggedDataset } from './logged-dataset.js';

interface Context {
  experiment: string;
  dataPath: string;
  startTime: number;
  endTime: number;
}

/** Logs a study where there is a server; a server that fails costs the log, never the result. */
export async function logStudyOrExplain(
  tracking: Tracking | null,
  context: Context,
  data: TrainingData,
  report: StudyReport,
  artifacts: ReadonlyMap<string, Uint8Array>,
): Promise<{ logged: LoggedStudy | null; note: string | null; failed: boolean }> {
  if (!tracking) return { logged: null, note: NO_TRACKING, failed: false };
  const { experiment, dataPath, startTime, endTime } = context;
  const dataset = loggedDataset(dataPath, data.sha256, data.table);
  const { user } = readConfig();
  try {
    const log = { experiment, user, source: 'antidote study', startTime, endTime, report, dataset, artifacts };
    return { logged: await logStudy(tracking.client, log), note: null, failed: false };
  } catch (error) {
    if (!isLoggingFault(error)) throw error;
    return { logged: null, note: notLogged(tracking.uri, error), failed: true };
  }
}
