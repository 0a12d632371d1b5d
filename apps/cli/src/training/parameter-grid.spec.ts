import { describe, expect, it } from '@jest/globals';
import { parameterGrid } from './parameter-grid.js';

describe('parameterGrid', () => {
  it('combines all values, the last parameter fastest, numbers and switches as such', () => {
    const given = new Map([
      ['maxDepth', ['2', 'none']],
      ['bootstrap', ['true', 'false']],
    ]);
    expect(parameterGrid(given)).toEqual([
      { maxDepth: 2, bootstrap: true },
      { maxDepth: 2, bootstrap: false },
      { maxDepth: 'none', bootstrap: true },
      { maxDepth: 'none', bootstrap: false },
    ]);
  });

  it('is one set of defaults when nothing is given', () => {
    expect(parameterGrid(new Map())).toEqual([{}]);
  });

  it('refuses more combinations than can be wanted', () => {
    const many = Array.from({ length: 101 }, (_, i) => String(i + 1));
    expect(() =>
      parameterGrid(
        new Map([
          ['a', many],
          ['b', many],
        ]),
      ),
    ).toThrow('10201 combinations');
  });
});
