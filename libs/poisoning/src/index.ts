export * from './apply-attack.js';
export * from './attack-registry.js';
export type { Attack, AttackFamily, AttackTaxonomy } from './attack.js';
export * from './budget.js';
export * from './build-manifest.js';
export { ATLAS_VERSION } from './taxonomy.js';
