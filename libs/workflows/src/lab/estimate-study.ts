import type { StudyEstimate, StudySpec } from '@antidote/contracts';
import { findLabelIssues } from '@antidote/label-cleaning';
import type { BlobStore } from '@antidote/persistence';
import { applyAttack } from '@antidote/poisoning';
import { DomainError, Random, selectRows, stratifiedSplit } from '@antidote/tabular';
import { binFeatures, fitModel } from '@antidote/training';
import { loadTable, type TableBlobs } from '../datasets/load-table.js';

const SPLIT = 13;

/**
 * How much work a study is: each model is fitted once on this machine, each attack planned once at its highest level, and
 * the rest is counted. What an attack refuses is refused here, before any work starts.
 *
 * @throws DomainError what an attack or the split refuses
 */
export async function estimateStudy(
  blobs: BlobStore,
  { version, spec }: { version: TableBlobs; spec: StudySpec },
): Promise<StudyEstimate> {
  const { table } = await loadTable(blobs, version);
  const { codes, classes } = table.target;
  if (classes.length < 2) {
    throw new DomainError('single_class', `Column '${table.target.name}' has one class; a study needs two or more.`);
  }
  const { train } = stratifiedSplit(codes, classes.length, spec.testShare, new Random(spec.seed, SPLIT));
  const training = selectRows(table, train);
  const binned = binFeatures(training.features, training.rowCount);
  const fit = spec.models.reduce(
    (sum, model) => sum + secondsOf(() => fitModel(model, binned, training.target.codes, classes, { seed: spec.seed })),
    0,
  );
  const levels = spec.levels.filter((level) => level > 0);
  const highest = Math.max(0, ...levels);
  const attack = spec.attacks.reduce((sum, name) => {
    const options = spec.attackOptions?.[name];
    const plan = { attack: name, percent: highest, seed: spec.seed, ...(options && { options }) };
    return sum + (highest === 0 ? 0 : secondsOf(() => applyAttack(training, plan)));
  }, 0);
  const ways = spec.mitigations?.length ?? 0;
  const detect = ways === 0 ? 0 : secondsOf(() => findLabelIssues(training, { seed: spec.seed }));
  const scenes = (spec.levels.includes(0) ? 1 : 0) + spec.attacks.length * levels.length;
  return {
    fits: spec.seeds * scenes * spec.models.length * (1 + ways),
    seconds: spec.seeds * (scenes * (fit * (1 + ways) + detect) + levels.length * attack),
    trainRows: training.rowCount,
  };
}

function secondsOf(work: () => unknown): number {
  const begin = performance.now();
  work();
  return (performance.now() - begin) / 1000;
}
