import { describe, expect, it } from '@jest/globals';
import { parsePolicy } from './policy.js';

const minimal = `
formatVersion: 1
name: default
rules:
  - rule: accuracy
    atLeast: 0.9
  - rule: review-finished
`;

describe('parsePolicy', () => {
  it('fills in the ladder of aliases and two approvals', () => {
    const result = parsePolicy(minimal);
    expect(result.success && result.data).toEqual({
      formatVersion: 1,
      name: 'default',
      aliases: ['staging', 'champion'],
      approvals: 2,
      rules: [
        { rule: 'accuracy', atLeast: 0.9, labels: ['trusted', 'test-file', 'manifest'] },
        { rule: 'review-finished' },
      ],
    });
  });

  it.each([
    ['an unknown rule', minimal.replace('review-finished', 'looks-nice')],
    ['an unknown key', `${minimal}\nbypass: true\n`],
    ['an accuracy outside 0 to 1', minimal.replace('0.9', '90')],
    ['a rule twice', `${minimal}  - rule: accuracy\n    atLeast: 0.5\n`],
    ['no rules', 'formatVersion: 1\nname: empty\nrules: []\n'],
    ['an alias that MLflow reserves', `${minimal}\naliases: [latest]\n`],
    ['YAML that does not parse', 'rules: [\n'],
    ['an empty file', ''],
  ])('refuses %s', (_, text) => {
    expect(parsePolicy(text).success).toBe(false);
  });
});
