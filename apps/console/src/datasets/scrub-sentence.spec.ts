import { expect, it } from '@jest/globals';
import { scrubSentence } from './scrub-sentence.js';

it('says what reading every byte again has found', () => {
  const damaged = { sha256: 'a', state: 'damaged' as const, references: [] };
  const missing = { sha256: 'b', state: 'missing' as const, references: [] };
  const report = { checkedBlobs: 12, checkedBytes: 900, damage: [] };
  expect(scrubSentence(report)).toMatch(/^Sound: 12 files read/);
  expect(scrubSentence({ ...report, damage: [damaged, missing] })).toMatch(/^1 damaged and 1 missing of 13 files/);
  expect(scrubSentence({ ...report, damage: [missing] })).toMatch(/^1 missing of 13 files/);
});
