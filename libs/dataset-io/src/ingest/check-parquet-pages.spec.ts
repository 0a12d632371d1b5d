import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PageHeader } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DomainError, Random } from '@antidote/tabular';
import { checkParquetPages } from './check-parquet-pages.js';
import { readTableFile } from './read-table-file.js';

const page = (header: Partial<PageHeader>, rows = 10, bytes = 100) =>
  checkParquetPages(new ArrayBuffer(bytes), rows, (reader) => {
    reader.offset += 20;
    return { type: 'DATA_PAGE', compressed_page_size: 80, uncompressed_page_size: 80, ...header } as PageHeader;
  });
const v2 = (more: object) => ({
  type: 'DATA_PAGE_V2' as const,
  data_page_header_v2: {
    num_values: 10,
    num_rows: 10,
    num_nulls: 0,
    encoding: 'PLAIN' as const,
    definition_levels_byte_length: 2,
    repetition_levels_byte_length: 0,
    is_compressed: true,
    ...more,
  },
});
const v1 = (num_values: number) => ({ data_page_header: { num_values } as PageHeader['data_page_header'] });

describe('checkParquetPages', () => {
  it('takes pages that give the rows of their group', () => {
    expect(() => page(v1(10))).not.toThrow();
    expect(() => page(v2({}))).not.toThrow();
  });

  it.each<[string, Partial<PageHeader>]>([
    ['more values than rows', v1(11)],
    ['a negative number of values', v1(-1)],
    ['no number of values', {}],
    ['a size beyond its column', { ...v1(10), compressed_page_size: 81 }],
    ['a negative size', { ...v1(10), compressed_page_size: -1 }],
    ['no size', { ...v1(10), uncompressed_page_size: undefined as never }],
    ['no size of its levels, which kept the reader busy for ever', v2({ definition_levels_byte_length: undefined })],
    ['levels longer than the page', v2({ repetition_levels_byte_length: 81 })],
    ['other rows than values', v2({ num_rows: 9 })],
    ['an unknown kind', { type: undefined as never }],
    [
      'a dictionary of too many values',
      { type: 'DICTIONARY_PAGE', dictionary_page_header: { num_values: 2 ** 30 } as never },
    ],
  ])('refuses %s', (_, header) => {
    expect(() => page(header)).toThrow(/^a (page|dictionary) /);
  });
});

describe('a Parquet file with changed bytes', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parquet-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is read or refused with a clear error, hundreds of times', async () => {
    const rows = Array.from({ length: 200 }, (_, row) => row);
    const whole = Buffer.from(
      parquetWriteBuffer({
        rowGroupSize: 80,
        columnData: [
          { name: 'size', data: rows.map((row) => row * 1.5), type: 'DOUBLE' },
          { name: 'count', data: rows.map((row) => (row % 3 === 0 ? null : row)), type: 'INT32', nullable: true },
          { name: 'colour', data: rows.map((row) => `colour ${row % 7}`), type: 'STRING' },
          { name: 'label', data: rows.map((row) => (row % 2 === 0 ? 'yes' : 'no')), type: 'STRING' },
        ],
      }),
    );
    const footer = whole.readUInt32LE(whole.length - 8) + 8;
    const random = new Random(7);
    const path = join(folder, 'changed.parquet');
    const seen = new Map<string, number>();
    for (let round = 0; round < 400; round++) {
      const bytes = Buffer.from(whole);
      for (let change = random.below(4); change >= 0; change--) {
        // Most of what can go wrong stands at the end.
        const at = random.below(2) === 0 ? bytes.length - 1 - random.below(footer) : random.below(bytes.length);
        bytes[at] = random.below(256);
      }
      await writeFile(path, random.below(10) === 0 ? bytes.subarray(0, random.below(bytes.length)) : bytes);
      const answer = await readTableFile(path).then(
        () => 'read',
        (error: unknown) => (error instanceof DomainError ? error.code : `defect: ${(error as Error).stack}`),
      );
      seen.set(answer, (seen.get(answer) ?? 0) + 1);
    }
    expect([...seen.keys()].filter((answer) => answer.startsWith('defect'))).toEqual([]);
    expect(seen.get('invalid_parquet')).toBeGreaterThan(100);
  });
});
