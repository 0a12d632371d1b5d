export * from './choose-target.js';
export { CsvDocument, type Newline, type Span } from './csv-document.js';
export * from './parse-csv.js';
export * from './read-csv-file.js';
export * from './render-csv.js';
export * from './render-table.js';
export * from './rewrite-csv.js';
export * from './table-warnings.js';
export * from './to-features.js';
export * from './to-table.js';
export * from './write-outputs.js';
export { decodeTable } from './columnar/decode-table.js';
export { encodeTable } from './columnar/encode-table.js';
export type { StoredTable } from './columnar/stored-table.js';
export { DEFAULT_INGEST_LIMITS, type IngestLimits, limitExceeded } from './ingest/ingest-limits.js';
export {
  readTableFile,
  type ReadTable,
  type ReadTableOptions,
  type TableDeclaration,
} from './ingest/read-table-file.js';
export type { FileFormat, RaggedRow } from './ingest/table-source.js';
