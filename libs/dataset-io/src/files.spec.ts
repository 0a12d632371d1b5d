import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readCsvFile } from './read-csv-file.js';
import { writeOutput, writeOutputs } from './write-outputs.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'antidote-files-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const at = (name: string) => join(folder, name);
const read = (name: string) => readFile(at(name), 'utf8');
const bytes = (text: string) => Buffer.from(text);
const refusal = (code: string) => expect.objectContaining({ code });

describe('readCsvFile', () => {
  it('gives the document and the hash of the bytes', async () => {
    await writeFile(at('a.csv'), 'a,label\n1,x\n');
    const { document, sha256, bytes: read } = await readCsvFile(at('a.csv'));
    expect(document.rows).toEqual([['1', 'x']]);
    expect(Buffer.from(read).toString()).toBe('a,label\n1,x\n');
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('refuses an absent file and a folder, and puts the path before what the file lacks', async () => {
    await expect(readCsvFile(at('none.csv'))).rejects.toEqual(refusal('file_not_found'));
    await expect(readCsvFile(folder)).rejects.toEqual(refusal('file_unreadable'));
    await writeFile(at('bad.csv'), 'a,a\n1,2\n');
    await expect(readCsvFile(at('bad.csv'))).rejects.toThrow(`${at('bad.csv')}: Columns 1 and 2`);
    await expect(readCsvFile(at('bad.csv'))).rejects.toEqual(refusal('duplicate_header'));
  });
});

describe('writeOutputs', () => {
  it('writes all files and leaves nothing else', async () => {
    await writeOutputs(
      new Map([
        [at('a.csv'), bytes('A')],
        [at('b.json'), bytes('B')],
      ]),
    );
    expect((await readdir(folder)).sort()).toEqual(['a.csv', 'b.json']);
    expect(await read('a.csv')).toBe('A');
  });

  it('keeps what exists, and then writes none of the files', async () => {
    await writeFile(at('b.json'), 'old');
    const files = new Map([
      [at('a.csv'), bytes('A')],
      [at('b.json'), bytes('B')],
    ]);
    await expect(writeOutputs(files)).rejects.toEqual(refusal('output_exists'));
    expect(await readdir(folder)).toEqual(['b.json']);
    await writeOutputs(files, { force: true });
    expect(await read('b.json')).toBe('B');
  });

  it('writes none when one folder is absent or one path is a folder', async () => {
    const absent = new Map([
      [at('a.csv'), bytes('A')],
      [at('none/b.json'), bytes('B')],
    ]);
    await expect(writeOutputs(absent, { force: true })).rejects.toEqual(refusal('output_unwritable'));
    await mkdir(at('taken'));
    const taken = new Map([
      [at('a.csv'), bytes('A')],
      [at('taken'), bytes('B')],
    ]);
    await expect(writeOutputs(taken, { force: true })).rejects.toEqual(refusal('output_unwritable'));
    await expect(writeOutput(join(at('taken'), 'x', 'y'), bytes('A'))).rejects.toThrow(/its folder does not exist/);
    expect(await readdir(folder)).toEqual(['taken']);
  });

  it('lets one of two writers win and keeps its file', async () => {
    const results = await Promise.allSettled(['1', '2', '3'].map((text) => writeOutput(at('a.csv'), bytes(text))));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const winner = results.findIndex(({ status }) => status === 'fulfilled');
    expect(await read('a.csv')).toBe(String(winner + 1));
    expect(await readdir(folder)).toEqual(['a.csv']);
  });
});
