export * from './feature-hashes.js';
export * from './alias-windows.js';
export * from './impact.js';
export * from './lineage-graph.js';
export * from './merkle-tree.js';
export * from './sha256-hex.js';
export * from './table-digest.js';
export * from './recall-plan.js';
