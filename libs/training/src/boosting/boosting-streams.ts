/** Random numbers: stream (BOOSTING, purpose, round, target), so that no draw depends on another. */
export const BOOSTING_STREAM = 7;
export const STREAMS = { validation: 0, rows: 1, features: 2 } as const;
