export * from './builders.js';
export * from './scratch-database.js';
