import { describe, expect, it } from '@jest/globals';
import { previewOf, refuse } from './lab-checks.js';
import { FIRST_POISON, FIRST_STUDY } from './spec-document.js';

describe('what a dry run shows', () => {
  it('is the first attack at the highest level, with its options', () => {
    const attackOptions = { targeted: { targetClass: 'yes' } };
    const spec = {
      ...FIRST_STUDY,
      attacks: ['targeted' as const, 'uniform' as const],
      levels: [0, 20, 5],
      attackOptions,
    };
    expect(previewOf({ kind: 'study', spec })).toEqual({
      attack: 'targeted',
      percent: 20,
      seed: 42,
      options: { targetClass: 'yes' },
    });
    expect(previewOf({ kind: 'poison', spec: FIRST_POISON })).toBe(FIRST_POISON);
  });

  it('refuses what would do nothing', () => {
    expect(refuse({ kind: 'study', spec: FIRST_STUDY })).toBeNull();
    expect(refuse({ kind: 'study', spec: { ...FIRST_STUDY, levels: [0] } })).toMatch(/above 0/);
    expect(refuse({ kind: 'poison', spec: { ...FIRST_POISON, percent: 0 } })).toMatch(/changes nothing/);
  });
});
