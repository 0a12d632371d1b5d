/** Injection tokens of what the process reaches outside itself. */
export const CONFIG = Symbol('PromotionConfig');
export const DATABASE = Symbol('Database');
export const BLOBS = Symbol('BlobStore');
export const QUEUE = Symbol('JobQueue');
export const MLFLOW = Symbol('MlflowClient');
export const LOGGER = Symbol('Logger');
