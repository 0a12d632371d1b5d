import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { featureSchema } from '@antidote/tabular';
import { chooseTarget } from './choose-target.js';
import { parseCsv } from './parse-csv.js';
import { parseNumber } from '@antidote/tabular';
import { toFeatures } from './to-features.js';
import { toTable } from './to-table.js';

const parseText = (text: string) => parseCsv(Buffer.from(text));
const refusal = (code: string) => expect.objectContaining({ code });

describe('toTable', () => {
  it('types columns, reads missing values and sorts classes', () => {
    const { table, warnings } = toTable(
      parseText('size,colour,species,mixed\n1.5,red,b,1\n,NA,a,NA\nNA,,b,x\n 2e1 ,blue,a,2\n'),
    );
    expect(table.features).toEqual([
      { kind: 'numeric', name: 'size', values: Float64Array.of(1.5, NaN, NaN, 20) },
      { kind: 'category', name: 'colour', codes: Int32Array.of(2, 0, -1, 1), categories: ['NA', 'blue', 'red'] },
      { kind: 'category', name: 'mixed', codes: Int32Array.of(0, 2, 3, 1), categories: ['1', '2', 'NA', 'x'] },
    ]);
    expect(table.target).toEqual({ name: 'species', codes: Int32Array.of(1, 0, 1, 0), classes: ['a', 'b'] });
    expect([...table.rowIds]).toEqual([0, 1, 2, 3]);
    expect(warnings).toEqual([]);
  });

  it('is the same table whatever the dialect', () => {
    const plain = toTable(parseText('a,b,label\n1,p,x\n2,q,y\n3,p,x\n2,q,y\n'));
    const other = toTable(parseText('\uFEFF"a";"b";"label"\r\n"1";p;"x"\r\n\r\n2;"q";y\r\n3;p;x\r\n2;q;y'));
    expect(other).toEqual(plain);
  });

  it('takes a missing label for no class: empty, NaN, and NA among numbers', () => {
    expect(toTable(parseText('a,label\n1,0\n2,NA\n3,1\n4,\n5,NaN\n')).table.target).toMatchObject({
      codes: Int32Array.of(0, -1, 1, -1, -1),
      classes: ['0', '1'],
    });
    expect(toTable(parseText('country,label\n1,NA\n2,DE\n3,\n4,NaN\n')).table.target).toMatchObject({
      codes: Int32Array.of(1, 0, -1, -1),
      classes: ['DE', 'NA'],
    });
  });

  it('warns of single rows, blanks around labels, missing labels and columns that are nearly numeric', () => {
    const numbers = Array.from({ length: 20 }, (_, i) => `${i},${i % 2 ? 'a' : 'b'}`).join('\n');
    const { warnings } = toTable(parseText(`v,label\n${numbers}\n oops,a \n3,c\n4,\n`));
    expect(warnings).toEqual([
      '1 of 23 rows has no label and is left out of training.',
      'Classes with a single row: "a ", "c". Such a row stays in training and is never scored.',
      'Labels with blanks around them are classes of their own: "a ".',
      'Column "v" is read as a category: 1 of its 23 values is no number, the first is in row 20.',
    ]);
  });

  it.each([
    ['one class', 'a,label\n1,x\n2,x\n3,\n', undefined, 'single_class'],
    ['no label at all', 'a,label\n1,\n2,\n', undefined, 'target_missing'],
    ['an unknown target', 'a,label\n1,x\n2,y\n', 'nope', 'target_missing'],
    ['no feature', 'label\nx\ny\n', undefined, 'empty_dataset'],
  ])('refuses %s', (_, text, target, code) => {
    expect(() => toTable(parseText(text), target === undefined ? {} : { target })).toThrow(refusal(code));
  });

  it('takes one class where the caller allows it', () => {
    expect(toTable(parseText('a,label\n1,x\n'), { allowSingleClass: true }).table.target.classes).toEqual(['x']);
  });
});

describe('chooseTarget', () => {
  it.each([
    [['a', 'Species', 'label'], undefined, 1],
    [['class', 'a', 'b'], undefined, 0],
    [['a', 'b', 'c'], undefined, 2],
    [['a', 'label', 'c'], 'c', 2],
  ])('in %j with %j is column %i', (header, target, column) => {
    expect(chooseTarget(header, target)).toBe(column);
  });
});

describe('parseNumber', () => {
  it.each([
    ['1', 1],
    ['-1.50', -1.5],
    [' 2 ', 2],
    ['.5', 0.5],
    ['5.', 5],
    ['1e-3', 0.001],
    ['+7E2', 700],
  ])('reads %j', (cell, value) => expect(parseNumber(cell)).toBe(value));

  it.each(['', ' ', 'NA', 'nan', 'Infinity', '0x1F', '0b1', '0o7', '1,5', '1_000', '1e999', '12a', '--1'])(
    'finds no number in %j',
    (cell) => expect(parseNumber(cell)).toBeNaN(),
  );
});

describe('toFeatures', () => {
  const schema = featureSchema(toTable(parseText('n,k,label\n1,p,x\n2,q,y\n')).table);

  it('finds columns by name, ignores others, and takes an unseen category for missing', () => {
    expect(toFeatures(parseText('extra,k,n\n9,q,3\n9,new,\n9,,NA\n'), schema)).toEqual([
      { kind: 'numeric', name: 'n', values: Float64Array.of(3, NaN, NaN) },
      { kind: 'category', name: 'k', codes: Int32Array.of(1, -1, -1), categories: ['p', 'q'] },
    ]);
  });

  it('names the column that is absent and the cell that is no number', () => {
    const mismatch = (text: string, message: RegExp) => {
      expect(() => toFeatures(parseText(text), schema)).toThrow(refusal('column_mismatch'));
      expect(() => toFeatures(parseText(text), schema)).toThrow(message);
    };
    mismatch('n,label\n1,x\n', /lacks the column "k"/);
    mismatch('n,k\n1,p\n\ntwo,p\n', /Line 4 has "two" in column "n"/);
  });
});

describe('the shipped Iris', () => {
  it('has 150 rows, 4 numeric features and 3 classes of 50', () => {
    const document = parseCsv(readFileSync(new URL('../../../data/iris.csv', import.meta.url)));
    const { table, warnings } = toTable(document);
    expect(table.rowCount).toBe(150);
    expect(table.features.map(({ kind }) => kind)).toEqual(['numeric', 'numeric', 'numeric', 'numeric']);
    expect(table.target.classes).toEqual(['setosa', 'versicolor', 'virginica']);
    expect(warnings).toEqual([]);
  });
});
