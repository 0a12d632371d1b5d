export * from './domain-error.js';
export * from './random.js';
export * from './table.js';
