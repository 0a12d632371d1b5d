import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { parseDatasetSchema } from './dataset-schema.js';
import { parseExpectations } from './expectations.js';
import { parsePoisonSpec } from './poison.js';
import { parsePolicy } from './policy.js';
import { safeParseYaml } from './safe-parse-yaml.js';

const bomb = [...'abcdefgh']
  .map(
    (name, level, names) =>
      `${name}: &${name} [${Array(9)
        .fill(level === 0 ? 'x' : `*${names[level - 1]}`)
        .join(',')}]`,
  )
  .join('\n');

describe('safeParseYaml', () => {
  const Pair = z.strictObject({ a: z.int(), b: z.int() });

  it('reads YAML, JSON and aliases', () => {
    for (const text of ['a: 1\nb: 2', '{"a": 1, "b": 2}'])
      expect(safeParseYaml(Pair, text).data).toEqual({ a: 1, b: 2 });
    expect(safeParseYaml(Pair, 'a: &one 1\nb: *one').data).toEqual({ a: 1, b: 1 });
  });

  it.each([
    ['twice the same key', 'a: 1\na: 2', /Map keys must be unique at line 2/],
    ['no YAML', '{', /at line 1/],
    ['an alias of nothing', 'a: *none\nb: 1', /none/],
    ['aliases that multiply', bomb, /alias/i],
    ['nesting without end', '['.repeat(50_000), /./],
    ['a field too many', 'a: 1\nb: 2\nc: 3', /Unrecognized key/],
  ])('refuses %s with a reason', (_, text, reason) => {
    const { success, error } = safeParseYaml(Pair, text);
    expect(success).toBe(false);
    expect(error!.issues[0]!.message).toMatch(reason);
  });
});

it('no file of ours takes aliases that multiply', () => {
  for (const parse of [parsePolicy, parsePoisonSpec, parseExpectations]) expect(parse(bomb).success).toBe(false);
  expect(parseDatasetSchema(bomb)).toHaveProperty('faults');
});
