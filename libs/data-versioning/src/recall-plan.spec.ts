import { describe, expect, it } from '@jest/globals';
import type { AliasWindow, Impact, LineageNode } from '@antidote/contracts';
import { freezesToChange, planRecall } from './recall-plan.js';

const node = (type: LineageNode['type'], id: string, at: string, label = 'original'): LineageNode => ({
  id,
  type,
  dataset: 'churn',
  label,
  state: null,
  digest: null,
  at,
  by: 'ada',
});
const window = (modelId: string, alias: string, until: string | null): AliasWindow => ({
  registeredModel: 'churn',
  alias,
  modelId,
  modelVersion: '1',
  promotionId: 'p',
  from: '2026-01-01',
  until,
});

/** Two versions, three models: `old` held champion once, `held` holds it now, `newest` never held anything. */
function impact(aliases: AliasWindow[]): Impact {
  const version = (id: string, at: string, label?: string) => ({
    ...node('version', id, at, label),
    rows: 40,
    foundBy: 'lineage' as const,
  });
  return {
    subject: { type: 'source', dataset: 'churn', source: 'vendor-b' },
    versions: [version('v1', '1'), version('v2', '2'), version('v3', '3', 'poisoned')],
    runs: [],
    reviews: [],
    models: [node('model', 'old', '1'), node('model', 'held', '2'), node('model', 'newest', '3')],
    promotions: [],
    aliases,
    edges: [],
    limits: [],
  };
}
const trainedOn = new Map([
  ['old', 'v1'],
  ['held', 'v1'],
  ['newest', 'v3'],
]);

describe('planRecall', () => {
  it('freezes what is held now, and replaces what is served and what people would train on next', () => {
    const aliases = [window('old', 'champion', '2026-02-01'), window('held', 'champion', null)];
    const plan = planRecall(impact(aliases), trainedOn, () => null);
    expect(plan.freezes).toEqual([aliases[1]]);
    expect(plan.proposals).toEqual([{ modelId: 'held', affectedVersionId: 'v1' }]);
    expect(plan.replacements).toEqual([
      { affectedVersionId: 'v1', versionId: null },
      { affectedVersionId: 'v2', versionId: null },
    ]);
  });

  it('proposes the newest model where none holds an alias', () => {
    const plan = planRecall(impact([]), trainedOn, (id) => `before-${id}`);
    expect(plan.freezes).toEqual([]);
    expect(plan.proposals).toEqual([{ modelId: 'newest', affectedVersionId: 'v3' }]);
    expect(plan.replacements).toEqual([
      { affectedVersionId: 'v2', versionId: 'before-v2' },
      { affectedVersionId: 'v3', versionId: 'before-v3' },
    ]);
  });
});

describe('freezesToChange', () => {
  it('adds what an affected model came to hold, and lifts what none holds any more', () => {
    const inForce = [{ registeredModel: 'churn', alias: 'champion', modelId: 'held' }];
    const held = [window('held', 'champion', '2026-02-01'), window('old', 'staging', null)];
    expect(freezesToChange(held, inForce)).toEqual({
      add: [held[1]],
      lift: [{ registeredModel: 'churn', alias: 'champion' }],
    });
    expect(freezesToChange([window('held', 'champion', null)], inForce)).toEqual({ add: [], lift: [] });
  });
});
