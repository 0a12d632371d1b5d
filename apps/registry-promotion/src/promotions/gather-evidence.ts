import {
  DetectionReport,
  StudyReport,
  type Evidence,
  type Model,
  type Policy,
  type Review,
  type Version,
} from '@antidote/contracts';
import type { BlobStore, Database } from '@antidote/persistence';
import { allPages } from './all-pages.js';

/**
 * What the gate looks at, pinned to exact versions: the model's own figures, the newest succeeded study of its dataset
 * lineage and kind that holds the policy's level, and the newest review of its training rows.
 *
 * A loss counts as such only against unpoisoned rows: a study without level 0, or of a poisoned version, is passed over,
 * and so is one of fewer seeds than the policy wants.
 */
export async function gatherEvidence(
  database: Database,
  blobs: BlobStore,
  policy: Policy,
  model: Model,
): Promise<Evidence> {
  const lineage = await database.versions.lineage(model.versionId);
  const [low, high] = model.accuracyInterval;
  return {
    modelSha256: model.sha256,
    versionDigest: model.versionDigest,
    accuracy: { value: model.metrics.accuracy, low, high, testRows: model.testRows, labelsUsed: model.labelsUsed },
    study: await newestStudy(database, blobs, policy, model, lineage.at(-1)!.id),
    review: await newestReview(database, lineage),
    scorecard: await newestScorecard(database, blobs, policy, model, lineage),
    recalls: await database.recalls.inForceOn(model.versionId),
    quarantinedBy: await database.validations.quarantineOf(model.versionId),
    // A workspace with a single account: the typed reason stands in for the second pair of eyes.
    approval: 'self-approved',
  };
}

async function newestStudy(
  database: Database,
  blobs: BlobStore,
  policy: Policy,
  model: Model,
  originalId: string,
): Promise<Evidence['study']> {
  const rule = policy.rules.find((rule) => rule.rule === 'accuracy-lost');
  if (rule === undefined) return null;
  const { level, minSeeds } = rule;
  const filter = { kind: 'study', dataset: model.dataset, state: 'succeeded' } as const;
  for await (const run of allPages((page) => database.runs.list(filter, page))) {
    const studied = await database.versions.lineage(run.inputVersionId!);
    const blob = await database.runs.reportBlob(run.id);
    if (studied.at(-1)!.id !== originalId || studied[0]!.kind === 'poisoned' || blob === null) continue;
    const report = StudyReport.parse(JSON.parse(Buffer.from(await blobs.get(blob)).toString('utf8')));
    if (!report.spec.levels.includes(0) || report.spec.seeds < minSeeds) continue;
    const losses = report.losses.filter((loss) => loss.model === model.kind && loss.level === level);
    // Of several attacks at that level the worst counts.
    const [worst] = losses.sort((a, b) => b.loss.points.value - a.loss.points.value);
    if (worst === undefined) continue;
    const { value, low, high } = worst.loss.points;
    return { runId: run.id, level, points: value, low, high, seeds: report.spec.seeds };
  }
  return null;
}

/** Of the version itself, or of one that it was made from. */
async function newestScorecard(
  database: Database,
  blobs: BlobStore,
  policy: Policy,
  model: Model,
  lineage: Version[],
): Promise<Evidence['scorecard']> {
  const rule = policy.rules.find((rule) => rule.rule === 'poison-seen');
  if (rule === undefined) return null;
  const filter = { kind: 'find-label-issues', dataset: model.dataset, state: 'succeeded' } as const;
  for await (const run of allPages((page) => database.runs.list(filter, page))) {
    const blob = await database.runs.reportBlob(run.id);
    if (blob === null || lineage.every(({ id }) => id !== run.inputVersionId)) continue;
    const { scorecard } = DetectionReport.parse(JSON.parse(Buffer.from(await blobs.get(blob)).toString('utf8')));
    if (!scorecard) continue;
    const attacks = scorecard.attacks.filter(({ attack }) => rule.attacks.includes(attack));
    return { runId: run.id, attacks: attacks.map(({ attack, recall }) => ({ attack, recall })) };
  }
  return null;
}

/** Of the version itself, or of the poisoned version that it was cleaned from; one that has ended is preferred. */
async function newestReview(database: Database, lineage: Version[]): Promise<Evidence['review']> {
  const [version] = lineage;
  const reviewed = new Set([version!.id, ...(version!.kind === 'cleaned' ? [version!.parentId] : [])]);
  let open: Review | null = null;
  for await (const review of allPages((page) => database.reviews.list(page))) {
    if (!reviewed.has(review.versionId)) continue;
    if (review.state !== 'open') return toEvidence(review, version!.id);
    open ??= review;
  }
  return open && toEvidence(open, version!.id);
}

function toEvidence(review: Review, versionId: string): NonNullable<Evidence['review']> {
  const { id, state, items, decided, relabelled, dropped, cleanedVersionId } = review;
  return {
    id,
    state,
    items,
    decided,
    changedRows: relabelled + dropped,
    trainedOnResult: cleanedVersionId === versionId,
  };
}
