export interface TestResult {
  statistic: number;
  /** In [0, 1]: the chance of a statistic at least as extreme when both samples come from one distribution. */
  pValue: number;
}
