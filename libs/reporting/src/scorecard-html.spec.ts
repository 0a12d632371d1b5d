import { describe, expect, it } from '@jest/globals';
import type { Counterfactual, Scorecard } from '@antidote/contracts';
import { counterfactualHtml, scorecardHtml, scorecardWords } from './scorecard-html.js';

const card: Scorecard = {
  percent: 5,
  repeats: 3,
  rows: 1200,
  seed: 1,
  detectors: ['default'],
  attacks: [
    {
      attack: 'uniform',
      family: 'label',
      planted: 180,
      recall: { value: 0.589, low: 0.516, high: 0.658 },
      sights: [],
      notPlanted: null,
    },
    {
      attack: 'bad-source',
      family: 'source',
      planted: 0,
      recall: null,
      sights: [],
      notPlanted: 'the table names no <source> column',
    },
  ],
};

const cleaning: Counterfactual = {
  labelsUsed: 'as-given',
  repeats: 10,
  trainRows: 1400,
  testRows: 600,
  flaggedRows: 171,
  outcomes: [
    {
      model: 'decision-tree',
      mitigation: null,
      accuracy: { value: 0.695, low: 0.684, high: 0.706 },
      recall: [],
      gain: null,
    },
    {
      model: 'decision-tree',
      mitigation: 'pruned',
      accuracy: { value: 0.678, low: 0.67, high: 0.686 },
      recall: [],
      gain: { points: { value: -1.7, low: -2.5, high: -0.9 }, shown: true },
    },
  ],
  advice: 'do-not-clean',
  sentence: 'Do not clean: it costs the tree 1.7 points.',
  limits: ['Scored on labels as given.'],
};

describe('scorecard and counterfactual on a page', () => {
  it('tell what was seen with its interval, and why something was not planted', () => {
    const page = scorecardHtml(card);
    expect(page).toContain('<th scope="row">Random flips</th><td>58.9% [51.6, 65.8]</td><td>180</td>');
    expect(page).toContain('the table names no &lt;source&gt; column');
    expect(page).toContain('in 5% of the rows of 3 hidden copies of this table (1,200 rows each)');
    expect(scorecardWords(card)).toBe('random flips 58.9%, one bad source not planted');
  });

  it('tell what cleaning does, with paired intervals, and that it hurts', () => {
    const page = counterfactualHtml(cleaning);
    expect(page).toContain('<p>Do not clean: it costs the tree 1.7 points.</p>');
    expect(page).toContain('<td>as they are</td><td>69.5% [68.4, 70.6]</td><td></td>');
    expect(page).toContain('<td>left out</td><td>67.8% [67.0, 68.6]</td><td>\u22121.7 [\u22122.5, \u22120.9]</td>');
    expect(page).toContain('<li>Scored on labels as given.</li>');
  });
});
