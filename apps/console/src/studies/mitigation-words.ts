import type { Mitigation } from '@antidote/contracts';

/** What is done about flagged labels, in words. */
export const MITIGATION_WORDS: Record<Mitigation, { title: string; says: string }> = {
  pruned: { title: 'Left out', says: 'leaving their rows out' },
  relabelled: { title: 'Relabelled', says: 'taking the label that the detector suggests' },
  reweighted: { title: 'Weighed down', says: 'weighing each row by the chance that its label is right' },
  reviewed: { title: 'Reviewed', says: 'a review that makes no mistake' },
};
