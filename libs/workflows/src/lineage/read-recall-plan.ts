import type { Impact, RecallPlan, RecallSubject, VersionSummary } from '@antidote/contracts';
import { planRecall } from '@antidote/data-versioning';
import type { Repositories } from '@antidote/persistence';
import { type ImpactPorts, readRecallImpact } from './read-impact.js';

/** What a recall of the subject would do, from the lineage as it is now. @throws DomainError `not_found` */
export async function readRecallPlan(
  ports: ImpactPorts & Pick<Repositories, 'models' | 'recalls'>,
  subject: RecallSubject,
): Promise<RecallPlan> {
  const impact = await readRecallImpact(ports, subject);
  const trainedOn = new Map<string, string>();
  for (const { id } of impact.models) trainedOn.set(id, (await ports.models.get(id)).versionId);
  const earlier = subject.type === 'version' ? await soundVersionBefore(ports, impact, subject.versionId) : null;
  return planRecall(impact, trainedOn, () => earlier);
}

/**
 * What takes the place of a version that is bad as a whole: the nearest that it was derived from, else the newest other
 * registered version of the dataset, recalled ones left out; null when there is none.
 */
async function soundVersionBefore(
  { versions, recalls }: Pick<Repositories, 'versions' | 'recalls'>,
  { versions: affected }: Impact,
  versionId: string,
): Promise<string | null> {
  const bad = new Set(affected.map(({ id }) => id));
  const [recalled, ...ancestors] = await versions.lineage(versionId);
  const sound = async (version: VersionSummary) =>
    !bad.has(version.id) && version.kind !== 'poisoned' && (await recalls.inForceOn(version.id)).length === 0;
  for (const ancestor of ancestors) if (await sound(ancestor)) return ancestor.id;
  let cursor: string | undefined;
  do {
    const page = await versions.list(recalled!.dataset, { cursor, limit: 200 });
    for (const version of page.items) if (version.kind === 'original' && (await sound(version))) return version.id;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return null;
}
