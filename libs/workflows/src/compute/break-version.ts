import type { BreakReport } from '@antidote/contracts';
import { costToBreak, modelChallenger } from '@antidote/robustness';
import type { RequestOf } from '../request-of.js';
import { trainAndTest } from './train-and-test.js';
import { openForTraining, type VersionData } from './version-data.js';

export interface BreakVersionInput {
  version: VersionData;
  request: RequestOf<'break'>;
}

/** Looks for the fewest poisoned rows that take models of a version below a limit. */
export function breakVersion({ version, request }: BreakVersionInput): Promise<BreakReport> {
  const { metric, below, models, attacks, seeds, mostPercent, seed } = request;
  const { train, test } = trainAndTest(openForTraining(version), seed);
  const challengers = models.map((kind) => modelChallenger(kind));
  return costToBreak(train, test, { metric, below, attacks, challengers, seeds, seed, mostPercent });
}
