export * from './sha256-hex.js';
export * from './table-digest.js';
