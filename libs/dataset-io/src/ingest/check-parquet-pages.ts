import type { ColumnMetaData, PageHeader } from 'hyparquet';

/**
 * Looks at the header of each page of a column before the pages are read: the reader believes what they say, so that a
 * changed byte could keep it busy for ever, or have it take any amount of memory.
 *
 * @param chunk the column's part of the file
 * @param rows of its row group; a flat column has as many values
 * @param parseHeader hyparquet's
 * @throws Error in words for what cannot be
 */
export function checkParquetPages(
  chunk: ArrayBuffer,
  rows: number,
  parseHeader: (reader: { view: DataView; offset: number }) => PageHeader,
): void {
  const reader = { view: new DataView(chunk), offset: 0 };
  let values = 0;
  // The reader passes over a last single byte too.
  while (values < rows && reader.offset < chunk.byteLength - 1) {
    const header = parseHeader(reader);
    const left = chunk.byteLength - reader.offset;
    if (!isCount(header.compressed_page_size, left) || !isCount(header.uncompressed_page_size, 2 ** 31)) {
      throw new Error('a page has an impossible size');
    }
    values += valuesOf(header, rows - values);
    reader.offset += header.compressed_page_size;
  }
}

/** Where a column's pages lie in the file. */
export function chunkRange({ dictionary_page_offset, data_page_offset, total_compressed_size }: ColumnMetaData): {
  start: number;
  end: number;
} {
  // A dictionary stands first; writers without one may say 0.
  const first = dictionary_page_offset && dictionary_page_offset < data_page_offset ? dictionary_page_offset : null;
  const start = Number(first ?? data_page_offset);
  return { start, end: start + Number(total_compressed_size) };
}

/** Values of the column that the page gives: none for a dictionary. */
function valuesOf(header: PageHeader, most: number): number {
  switch (header.type) {
    case 'DICTIONARY_PAGE':
      // A value takes a bit at least.
      if (!isCount(header.dictionary_page_header?.num_values, header.uncompressed_page_size * 8)) {
        throw new Error('a dictionary has an impossible number of values');
      }
      return 0;
    case 'DATA_PAGE':
      return countOf(header.data_page_header?.num_values, most);
    case 'DATA_PAGE_V2': {
      const { num_values, num_rows, definition_levels_byte_length, repetition_levels_byte_length } =
        header.data_page_header_v2 ?? ({} as Record<string, undefined>);
      const size = header.compressed_page_size;
      if (!isCount(definition_levels_byte_length, size) || !isCount(repetition_levels_byte_length, size)) {
        throw new Error('a page has levels of an impossible size');
      }
      if (num_rows !== num_values) throw new Error('a page of a flat column has other rows than values');
      return countOf(num_values, most);
    }
    default:
      throw new Error('a page is of an unknown kind');
  }
}

function countOf(value: unknown, most: number): number {
  if (isCount(value, most)) return value;
  throw new Error('a page has an impossible number of values');
}

const isCount = (value: unknown, most: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;
