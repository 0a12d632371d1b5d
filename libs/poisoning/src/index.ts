export * from './apply-attack.js';
export * from './attack-registry.js';
export type { Attack } from './attack.js';
export * from './budget.js';
export * from './build-manifest.js';
