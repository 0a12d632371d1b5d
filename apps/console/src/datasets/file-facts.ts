import type { Version } from '@antidote/contracts';
import { counted } from '../ui/format.js';

const FORMATS = { csv: 'CSV', parquet: 'Parquet', jsonl: 'JSON Lines' };
const DELIMITERS: Record<string, string> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars' };

/** How the registered file was written and what of it was left out, in one or two sentences. */
export function fileWords(file: NonNullable<Version['file']>): string {
  const delimiter = file.dialect ? `, with ${DELIMITERS[file.dialect.delimiter] ?? `"${file.dialect.delimiter}"`}` : '';
  const gzip = file.compression === null ? '' : ' in gzip';
  const kept = `${FORMATS[file.format]}${gzip}${delimiter}: ${counted(file.rowsIn, 'row')} came in`;
  if (file.quarantined.count === 0) return `${kept}, and all were kept.`;
  const lines = file.quarantined.rows.slice(0, 5).map(({ line }) => line);
  const more = file.quarantined.count > lines.length ? ' and more' : '';
  return `${kept}, and ${counted(file.quarantined.count, 'row')} with a wrong number of cells ${file.quarantined.count === 1 ? 'was' : 'were'} left out (${lines.length === 1 ? 'line' : 'lines'} ${lines.join(', ')}${more}).`;
}
