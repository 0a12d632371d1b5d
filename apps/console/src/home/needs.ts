import type { Recall, Review, Run, RunKind, VersionSummary } from '@antidote/contracts';
import { recalledWords } from '../recalls/recall-sentence.js';
import { counted, shortDigest } from '../ui/format.js';
import { RUN_KIND_WORDS } from '../ui/words.js';

/** Something that waits for the person who looks. */
export type Need =
  | { kind: 'blocked'; id: string; what: string; why: string; at: string; dataset: string; digest: string }
  | { kind: 'recall'; id: string; what: string; why: string; at: string }
  | { kind: 'run'; id: string; what: string; why: string; at: string; runKind: RunKind }
  | { kind: 'review'; id: string; what: string; why: string; at: string };

/** What one may do about each kind of need. */
export interface May {
  acknowledge: boolean;
  recall: boolean;
  runs: boolean;
  decide: boolean;
}

/** A failed run is old news after this long. */
const RECENT = 7 * 24 * 60 * 60 * 1000;

/** What there is to look through. */
export interface Waiting {
  recalls: Recall[];
  /** Newest versions of datasets that validation holds in quarantine. */
  blocked: BlockedVersion[];
  failed: Run[];
  runs: Run[];
  reviews: Review[];
}

export interface BlockedVersion {
  version: VersionSummary;
  /** Findings that block. */
  findings: number;
}

/**
 * Everything that waits for someone with these rights, the most urgent first: recalls that are not yet contained, then
 * versions in quarantine, runs that failed within a week and were not made good since, then open reviews.
 */
export function needs({ recalls, blocked, failed, runs, reviews }: Waiting, may: May, now: number): Need[] {
  return [
    ...(may.recall || may.runs ? recalls.flatMap(recallNeed) : []),
    ...(may.acknowledge ? blocked.map(blockedNeed) : []),
    ...(may.runs ? failed.filter((run) => now - Date.parse(run.createdAt) < RECENT && !madeGood(run, runs)) : []).map(
      runNeed,
    ),
    ...(may.decide ? reviews.flatMap(reviewNeed) : []),
  ];
}

function recallNeed(recall: Recall): Need[] {
  if (recall.state !== 'active') return [];
  const failed = recall.replacements.filter(({ state }) => state === 'failed' || state === 'cancelled').length;
  const waiting = recall.proposals.filter(({ state }) => state === 'proposed').length;
  const why =
    failed > 0
      ? `${counted(failed, 'version')} without it could not be built`
      : `${counted(waiting, 'model waits', 'models wait')} to be trained again`;
  if (failed === 0 && waiting === 0) return [];
  const what = recalledWords(recall.subject, recall.dataset);
  return [{ kind: 'recall', id: recall.id, what: `Recall of ${what}`, why, at: recall.createdAt }];
}

const blockedNeed = ({ version, findings }: BlockedVersion): Need => ({
  kind: 'blocked',
  id: version.id,
  what: `Newest version of ${version.dataset}`,
  why:
    findings === 0
      ? 'in quarantine, as what it was made from is'
      : `in quarantine: ${counted(findings, 'finding blocks', 'findings block')}`,
  at: version.createdAt,
  dataset: version.dataset,
  digest: version.digest,
});

/** Whether the same was asked again later, and did not fail. */
const madeGood = (run: Run, runs: Run[]): boolean =>
  runs.some(
    (other) =>
      other.createdAt > run.createdAt &&
      other.state !== 'failed' &&
      JSON.stringify(other.request) === JSON.stringify(run.request),
  );

const runNeed = (run: Run): Need => ({
  kind: 'run',
  id: run.id,
  what: `${RUN_KIND_WORDS[run.kind]}, ${run.dataset}`,
  why: run.error?.message ?? 'It failed without saying why.',
  at: run.createdAt,
  runKind: run.kind,
});

function reviewNeed(review: Review): Need[] {
  const left = review.items - review.decided;
  if (review.state !== 'open' || left === 0) return [];
  return [
    {
      kind: 'review',
      id: review.id,
      what: `Labels of ${review.dataset}, version ${shortDigest(review.versionDigest)}`,
      why: `${counted(left, 'row')} to decide`,
      at: review.createdAt,
    },
  ];
}
