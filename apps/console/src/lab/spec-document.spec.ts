import { describe, expect, it } from '@jest/globals';
import { FIRST_POISON, FIRST_STUDY, readSpec, writeSpec } from './spec-document.js';

const names = { attacks: ['uniform', 'targeted'], models: ['decision-tree', 'random-forest'] };
const fault = (text: string) => readSpec('study', text, names).fault;

describe('specs as documents', () => {
  it('reads back what it writes', () => {
    const study = { kind: 'study', spec: { ...FIRST_STUDY, mitigations: ['pruned'] } } as const;
    expect(readSpec('study', writeSpec(study as never), names).value).toEqual(study);
    const poison = { kind: 'poison', spec: { ...FIRST_POISON, options: { targetClass: 'yes' } } } as const;
    expect(writeSpec(poison)).toBe('attack: uniform\npercent: 10\nseed: 42\noptions:\n  targetClass: yes\n');
    expect(readSpec('poison', writeSpec(poison), names).value).toEqual(poison);
  });

  it('takes JSON, and fills what is left out', () => {
    expect(readSpec('study', '{"seeds": 3}', names).value).toEqual({
      kind: 'study',
      spec: { ...FIRST_STUDY, seeds: 3 },
    });
  });

  it('names what it cannot understand', () => {
    expect(fault('sedes: 3')).toMatch(/no key "sedes"; known are attacks, levels/);
    expect(fault('levels: 5')).toBe('"levels" wants a list of numbers.');
    expect(fault('attacks: [none]')).toMatch(/no "none" for "attacks"; known are uniform, targeted/);
    expect(fault('- 1')).toMatch(/mapping/);
    expect(fault('a: [')).not.toBeNull();
    expect(fault('seeds: *none')).toMatch(/none/);
  });
});
