import { describe, expect, it } from '@jest/globals';
import type { FeatureSetColumn } from '@antidote/contracts';
import { hideCategories, rowSkew, schemaSkew } from './schema-skew.js';

const numeric = (name: string): FeatureSetColumn => ({ name, type: 'numeric', categories: null, unit: null });
const category = (name: string, ...categories: string[]): FeatureSetColumn => ({
  name,
  type: 'category',
  categories,
  unit: null,
});
const EXPECTED = [numeric('age'), category('plan', 'basic', 'pro'), category('region', 'east')];

describe('schemaSkew', () => {
  it('names every column that differs, and how', () => {
    const actual = [category('plan', 'gold', 'pro'), category('age', '1'), numeric('extra')];
    expect(schemaSkew(EXPECTED, actual).map(({ column, difference }) => [column, difference])).toEqual([
      ['age', 'other-type'],
      ['plan', 'unknown-category'],
      ['region', 'missing-column'],
      ['extra', 'unknown-column'],
    ]);
    expect(schemaSkew(EXPECTED, actual)[1]!.message).toBe('Column "plan" has values that training never saw: "gold".');
  });

  it('counts the categories of a sensitive column, and lists none', () => {
    const actual = [numeric('age'), category('plan', 'gold', 'pro', 'trial'), category('region', 'east')];
    const [only, ...others] = schemaSkew(EXPECTED, actual, ['plan']);
    expect(others).toEqual([]);
    expect(only!.message).toBe('Column "plan" has 2 values that training never saw.');
    expect(hideCategories(EXPECTED, ['plan', 'age']).map(({ categories }) => categories)).toEqual([
      null,
      ['(hidden)'],
      ['east'],
    ]);
  });

  it('finds nothing in the same schema, nor where a category is unused', () => {
    expect(schemaSkew(EXPECTED, EXPECTED)).toEqual([]);
    expect(schemaSkew(EXPECTED, [numeric('age'), category('plan', 'pro'), category('region')])).toEqual([]);
  });
});

describe('rowSkew', () => {
  it('counts the rows with unseen categories, and tells a column that no row has', () => {
    const rows = [{ age: 1, plan: 'gold' }, { age: null, plan: 'gold' }, { plan: 'pro' }, { plan: '' }];
    expect(rowSkew(EXPECTED, rows)).toEqual([
      expect.objectContaining({ column: 'plan', difference: 'unknown-category', rows: 2 }),
      expect.objectContaining({ column: 'region', difference: 'missing-column', rows: 4 }),
    ]);
  });

  it('knows a column by the row itself, whatever its name', () => {
    expect(rowSkew([numeric('constructor')], [{ age: 1 }])).toHaveLength(1);
  });
});
