import { describe, expect, it } from '@jest/globals';
import { progress } from './progress.js';

describe('progress', () => {
  it('is silent for two seconds, then says at most one line a second and how long it takes', () => {
    let now = 0;
    const notes: string[] = [];
    const tick = progress({ note: (text) => notes.push(text) }, 'study', 100, () => now);
    for (now = 0; now <= 4000; now += 100) tick(now / 100);
    expect(notes).toEqual([
      'study: 20 of 100, about 8 s left',
      'study: 30 of 100, about 7 s left',
      'study: 40 of 100, about 6 s left',
    ]);
  });
});
