export * from './classification-metrics.js';
export * from './confusion-matrix.js';
export * from './mean-interval.js';
export * from './mean.js';
export * from './normal-quantile.js';
export * from './student-t-quantile.js';
export * from './wilson-interval.js';
