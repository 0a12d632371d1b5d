import type { Version } from '@antidote/contracts';
import type { Repositories } from '@antidote/persistence';
import type { LoggedDataset } from './mlflow/dataset-input.js';
import { poisonRunName } from './mlflow/run-name.js';

/** The experiment that server runs and command line share unless told otherwise. */
export const EXPERIMENT = 'antidote';

/** What ran, as MLflow's pages show it. */
export const SOURCE = 'antidote worker';

export interface LoggedVersion {
  dataset: LoggedDataset;
  runName: string;
  /** The newest poisoning of its lineage. */
  poison: Version['poison'];
  /** Whether its labels are what that poisoning alone left: not cleaned since, and not poisoned before. */
  asPoisoned: boolean;
}

/** How MLflow names a version: `iris`, `iris_poisoned_10_percent`, `iris_poisoned_10_percent_cleaned`. */
export async function loggedVersion(
  { versions }: Pick<Repositories, 'versions'>,
  version: Version,
): Promise<LoggedVersion> {
  const lineage = await versions.lineage(version.id);
  const poisonings = lineage.filter(({ kind }) => kind === 'poisoned');
  const poison = poisonings[0]?.poison ?? null;
  const steps = [
    ...(poison ? [poisonRunName(poison)] : []),
    ...(version.kind === 'cleaned' || version.kind === 'filtered' ? [version.kind] : []),
  ];
  return {
    dataset: {
      name: [version.dataset, ...steps].join('_'),
      sha256: version.digest,
      uri: `antidote:versions/${version.id}`,
      rows: version.rows,
      columns: version.columns.map(({ name, type }) => ({ name, type })),
      target: version.target,
    },
    runName: steps.join('_') || 'clean',
    poison,
    asPoisoned: version.kind === 'poisoned' && poisonings.length === 1,
  };
}
