/** First stream number of each attack's random numbers, so that no two attacks draw the same ones. */
export const STREAM = {
  uniform: 1,
  'class-conditional': 2,
  targeted: 3,
  'most-confident': 4,
  boundary: 5,
  region: 6,
  greedy: 7,
  'bad-source': 8,
  'outlier-injection': 9,
  'wrong-label-duplicates': 10,
  backdoor: 11,
} as const;

/** Second stream number: what is drawn. */
export const ROWS = 0;
export const LABELS = 1;
export const VALUES = 2;
