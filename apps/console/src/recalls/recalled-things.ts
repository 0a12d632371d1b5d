import type { Recall } from '@antidote/contracts';

/** Ids of the versions and models that recalls in force concern. */
export function recalledThings(recalls: Recall[]): Set<string> {
  const ids = new Set<string>();
  for (const { state, subject, replacements, freezes, proposals } of recalls) {
    if (state !== 'active') continue;
    if (subject.type === 'version') ids.add(subject.versionId);
    for (const { affectedVersionId } of replacements) ids.add(affectedVersionId);
    for (const { modelId } of [...freezes, ...proposals]) ids.add(modelId);
  }
  return ids;
}
