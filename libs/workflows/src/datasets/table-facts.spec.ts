import { describe, expect, it } from '@jest/globals';
import { parseCsv, toTable } from '@antidote/dataset-io';
import { tableFacts } from './table-facts.js';

describe('tableFacts', () => {
  it('tells shape, classes and columns of a table worked by hand', () => {
    const csv = 'size,colour,label\n1,red,a\n2,,b\n4,blue,b\n,red,\n';
    const { table, warnings } = toTable(parseCsv(new TextEncoder().encode(csv)));
    const facts = tableFacts(table, warnings);
    expect(facts).toMatchObject({
      target: 'label',
      rowCount: 4,
      featureCount: 2,
      classes: [
        { label: 'a', rows: 1 },
        { label: 'b', rows: 2 },
      ],
      columns: [
        { name: 'size', type: 'numeric', missing: 1, quantiles: [1, 1.5, 2, 3, 4], distinct: null },
        { name: 'colour', type: 'category', missing: 1, quantiles: null, distinct: 2 },
      ],
    });
    expect(facts.digest).toMatch(/^[0-9a-f]{64}$/);
  });

  it('leaves quantiles out where every value is missing', () => {
    const { table } = toTable(parseCsv(new TextEncoder().encode('x,y,label\n,1,a\n,2,b\n')));
    expect(tableFacts(table, []).columns[0]).toMatchObject({ missing: 2, quantiles: null });
  });
});
