import { useInfiniteQuery, useQueries } from '@tanstack/react-query';
import { dataQueries } from '../data-queries.js';
import { queries } from '../queries.js';
import type { BlockedVersion } from './needs.js';

/** Datasets whose newest version is looked at: the newest datasets. */
const MOST_DATASETS = 30;

/** Newest versions that validation holds in quarantine. */
export function useBlockedVersions(): BlockedVersion[] {
  const datasets = useInfiniteQuery(queries.datasets());
  const versions = (datasets.data?.pages ?? [])
    .flatMap(({ items }) => items)
    .slice(0, MOST_DATASETS)
    .map(({ latest }) => latest);
  const validations = useQueries({ queries: versions.map(({ id }) => dataQueries.validation(id)) });
  return versions.flatMap((version, index) => {
    const found = validations[index]?.data;
    if (!found?.quarantined) return [];
    const findings = found.validation?.report?.findings.filter(({ severity }) => severity === 'block').length ?? 0;
    return [{ version, findings }];
  });
}
