export { chiSquaredIndependence, chiSquaredTwoSample } from './chi-squared.js';
export * from './histogram.js';
export * from './jensen-shannon.js';
export * from './kolmogorov-smirnov.js';
export * from './population-stability.js';
export * from './proportions-z.js';
export type { TestResult } from './test-result.js';
export * from './wasserstein.js';
