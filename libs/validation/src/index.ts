export { checkPatterns } from './expectations/check-expectations.js';
export { findDrift, type DriftOptions } from './drift/find-drift.js';
export { proposeExpectations } from './expectations/propose-expectations.js';
export { hideValues } from './hide-values.js';
export { profile } from './profile.js';
export { validateTable, type ValidationOptions } from './validate-table.js';
