import { describe, expect, it } from '@jest/globals';
import { readRows } from './read-rows.js';

describe('readRows', () => {
  it('reads numbers and ranges, each row once', () => {
    expect(readRows('12, 40-42,41').value).toEqual([12, 40, 41, 42]);
    expect(readRows('0').value).toEqual([0]);
  });

  it('names what it cannot read', () => {
    expect(readRows('').fault).toBe('"" is no row. Give row numbers like 12, 40-42.');
    expect(readRows('3, x').fault).toMatch(/^"x" is no row/);
    expect(readRows('-1').fault).toMatch(/^"-1" is no row/);
    expect(readRows('9-3').fault).toBe('9-3 runs backwards.');
    expect(readRows('0-99999').fault).toBe('Give 10,000 rows at most.');
  });
});
