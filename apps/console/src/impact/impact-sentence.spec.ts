import { describe, expect, it } from '@jest/globals';
import type { AliasWindow, Impact } from '@antidote/contracts';
import { impactSentence } from './impact-sentence.js';

const id = '00000000-0000-4000-8000-000000000001';
const node = { id, dataset: 'churn', label: '', state: null, digest: null, at: '2026-11-21T08:00:00Z', by: 'ana' };
const window = (alias: string, until: string | null): AliasWindow => ({
  registeredModel: 'churn-forest',
  alias,
  modelId: id,
  modelVersion: '4',
  promotionId: id,
  from: '2026-11-03T08:00:00Z',
  until,
});
const impact = (change: Partial<Impact>): Impact => ({
  subject: { type: 'source', dataset: 'churn', source: 'partner-b' },
  versions: [],
  runs: [],
  reviews: [],
  models: [],
  promotions: [],
  aliases: [],
  edges: [],
  limits: [],
  ...change,
});
const versions: Impact['versions'] = [{ ...node, type: 'version', rows: 10, foundBy: 'lineage' }];
const models: Impact['models'] = [
  { ...node, type: 'model' },
  { ...node, type: 'model' },
];

describe('impactSentence', () => {
  it('says what serves now before anything else', () => {
    expect(impactSentence(impact({ versions, models, aliases: [window('champion', null)] }))).toBe(
      'It touched 1 version and 2 models, and champion of churn-forest points to such a model now.',
    );
    const aliases = ['staging', 'champion', 'shadow', 'canary'].map((alias) => window(alias, null));
    expect(impactSentence(impact({ versions, models, aliases: aliases.slice(0, 2) }))).toMatch(
      /, and staging of churn-forest and champion of churn-forest point to such a model now\.$/,
    );
    expect(impactSentence(impact({ versions, models, aliases }))).toMatch(/ and 1 more point to such a model now\.$/);
  });

  it('tells past windows, versions alone and nothing apart', () => {
    expect(impactSentence(impact({ versions, models, aliases: [window('champion', '2026-11-19T08:00:00Z')] }))).toBe(
      'It touched 1 version and 2 models. No alias points to one now, though some did.',
    );
    expect(impactSentence(impact({ versions, models }))).toMatch(/None of them was ever promoted\.$/);
    expect(impactSentence(impact({ versions }))).toBe('It is in 1 version; no model was trained on it.');
    expect(impactSentence(impact({}))).toBe('Nothing here holds it.');
  });
});
