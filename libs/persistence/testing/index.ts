export * from './blob-store-contract.js';
export * from './builders.js';
export * from './scratch-database.js';
export * from './s3-server.js';
