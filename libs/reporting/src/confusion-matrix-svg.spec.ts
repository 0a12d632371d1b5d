import { describe, expect, it } from '@jest/globals';
import { confusionMatrixSvg } from './confusion-matrix-svg.js';

const texts = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);

describe('confusionMatrixSvg', () => {
  it('shows every count in the row of its truth, and says what each cell is', () => {
    const svg = confusionMatrixSvg(['no', 'yes'], [5, 1, 0, 4], 'decision-tree');
    expect(texts(svg)).toEqual(['decision-tree', 'no', '5', '1', 'yes', '0', '4', 'no', 'yes', 'predicted', 'truth']);
    expect(svg).toContain('no taken for yes: 1 of 6');
    expect(svg).toContain('aria-label="Confusion matrix: 9 of 10 rows predicted rightly, over 2 classes"');
  });

  it('is as dark as the share of the row, green where right, amber where wrong; an empty row is pale', () => {
    const svg = confusionMatrixSvg(['a', 'b'], [90, 10, 0, 0], '');
    const cells = [...svg.matchAll(/fill="(#[0-9A-F]{6})" fill-opacity="([\d.]+)"/g)].map(([, ...found]) => found);
    expect(cells).toEqual([
      ['#1D6F5C', '0.906'],
      ['#8F6003', '0.154'],
      ['#8F6003', '0.060'],
      ['#1D6F5C', '0.060'],
    ]);
  });

  it('escapes and shortens class names, and stays a picture for many classes', () => {
    const classes = Array.from({ length: 30 }, (_, c) => `<class & number ${c} of thirty>`);
    const svg = confusionMatrixSvg(classes, new Int32Array(900), 'many');
    expect(svg).not.toContain('<class');
    expect(texts(svg)).toContain('&lt;class &amp; number 0…');
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });
});
