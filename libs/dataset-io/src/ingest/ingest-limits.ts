import { DomainError } from '@antidote/tabular';

/** Above these a file is refused, so that it cannot exhaust disk or memory. */
export interface IngestLimits {
  /** Bytes of the file as it comes. */
  uploadBytes: number;
  /** Bytes once decompressed. */
  decompressedBytes: number;
  /** Decompressed bytes for each byte that came. */
  decompressionRatio: number;
  columns: number;
  /** Bytes of one value, as UTF-8 (characters of a CSV cell). */
  cellBytes: number;
  classes: number;
  rows: number;
  /** Characters of all different texts of the table together. */
  distinctText: number;
}

const MIB = 2 ** 20;
const GIB = 2 ** 30;

export const DEFAULT_INGEST_LIMITS: IngestLimits = {
  uploadBytes: 5 * GIB,
  decompressedBytes: 20 * GIB,
  decompressionRatio: 100,
  columns: 10_000,
  cellBytes: MIB,
  classes: 1_000,
  rows: 50_000_000,
  distinctText: 256 * MIB,
};

const REMEDIES: Record<keyof IngestLimits, string> = {
  uploadBytes: 'send a smaller file, or a compressed one',
  decompressedBytes: 'split the file',
  decompressionRatio: 'send the file without compression',
  columns: 'drop columns',
  cellBytes: 'shorten the value, and see whether a quote was left open before it',
  classes: 'name another target column, or merge its classes',
  rows: 'split the file',
  distinctText: 'drop columns of free text',
};

/** @param found what the file has, in words */
export function limitExceeded(
  name: keyof IngestLimits,
  limits: IngestLimits,
  found: string,
  details: Record<string, unknown> = {},
): DomainError {
  return new DomainError('limit_exceeded', `${found}; the limit \`${name}\` is ${limits[name]}: ${REMEDIES[name]}.`, {
    limitName: name,
    limit: limits[name],
    ...details,
  });
}
