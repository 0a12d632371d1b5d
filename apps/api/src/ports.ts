/** Injection tokens of what the API reaches outside itself; the values come from `main.ts` or from a test. */
export const CONFIG = Symbol('ApiConfig');
export const DATABASE = Symbol('Database');
/** `RunTableTask`: how whole tables are read. */
export const TABLE_TASKS = Symbol('RunTableTask');
/** `Download`: how a file of the internet is fetched. */
export const DOWNLOAD = Symbol('Download');
export const BLOBS = Symbol('BlobStore');
export const MLFLOW = Symbol('MlflowClient');
export const METRICS = Symbol('Registry');
export const SESSION_COOKIE = Symbol('SessionCookie');

export const PORTS = [CONFIG, DATABASE, BLOBS, TABLE_TASKS, DOWNLOAD, MLFLOW, METRICS, SESSION_COOKIE];
