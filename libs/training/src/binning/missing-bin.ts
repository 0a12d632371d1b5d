/** The bin of a missing value; ordinary bins count from 0 to at most 254. */
export const MISSING_BIN = 255;
