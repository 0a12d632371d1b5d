import { describe, expect, it } from '@jest/globals';
import { headerColumns } from './header-columns.js';

describe('headerColumns', () => {
  it('reads the names of any delimiter, quotes and line end', () => {
    expect(headerColumns('a,b,label\n1,2,x\n')).toEqual(['a', 'b', 'label']);
    expect(headerColumns('\uFEFFa;b\r\n1;2\r\n')).toEqual(['a', 'b']);
    expect(headerColumns('a\tb c\t"d\te"')).toEqual(['a', 'b c', 'd\te']);
    expect(headerColumns('"first, last",age\r1,2')).toEqual(['first, last', 'age']);
  });

  it('offers nothing for what is no delimited text', () => {
    expect(headerColumns('PAR1\u0015')).toEqual([]);
    expect(headerColumns('\u001f\uFFFD\b\0')).toEqual([]);
    expect(headerColumns('{"a":1}\n')).toEqual([]);
    expect(headerColumns('')).toEqual([]);
  });
});
