import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ReviewItem } from '@antidote/contracts';
import {
  chosenLabel,
  decisionWords,
  openQueue,
  reduceQueue,
  undoable,
  upcoming,
  type QueueEvent,
} from './review-queue.js';

const item = (position: number, decidedAt?: string): ReviewItem => ({
  id: `i${position}`,
  reviewId: 'r',
  position,
  row: position * 10,
  given: 'setosa',
  suggested: 'virginica',
  quality: 0.1,
  decision: decidedAt ? { action: 'keep', label: null, decidedBy: 'ana', decidedAt } : null,
  revision: decidedAt ? 1 : 0,
});

const keep = { action: 'keep' } as const;

describe('a reviewer on the way through the queue', () => {
  it('decides, goes back, takes back and goes on', () => {
    let queue = openQueue([item(3), item(1), item(2)], 'ana');
    expect(queue.at).toBe('i1');
    expect(upcoming(queue, 3)).toEqual(['i2', 'i3']);

    queue = reduceQueue(queue, { type: 'decided', id: 'i1', decision: keep });
    expect(queue.at).toBe('i2');
    queue = reduceQueue(queue, { type: 'back' });
    expect(queue.at).toBe('i1');
    queue = reduceQueue(queue, { type: 'forward' });
    expect(queue.at).toBe('i2');

    expect(undoable(queue)).toBe('i1');
    queue = reduceQueue(queue, { type: 'undone', id: 'i1' });
    expect(queue.at).toBe('i1');
    expect(queue.marked['i1']).toEqual(keep);
    expect(queue.waiting).toEqual(['i1', 'i2', 'i3']);
    expect(undoable(queue)).toBeUndefined();
  });

  it('sends a skipped row to the end and comes round to it', () => {
    let queue = openQueue([item(1), item(2)], 'ana');
    queue = reduceQueue(queue, { type: 'skipped', id: 'i1' });
    expect(queue.at).toBe('i2');
    queue = reduceQueue(queue, { type: 'decided', id: 'i2', decision: keep });
    expect(queue.at).toBe('i1');
    expect(reduceQueue(queue, { type: 'skipped', id: 'i1' }).at).toBe('i1');
  });

  it('moves on from a row that another reviewer decided, and keeps what they said', () => {
    const theirs = item(1, '2026-11-21T08:00:00.000Z');
    const queue = reduceQueue(openQueue([item(1), item(2)], 'ana'), { type: 'lost', item: theirs });
    expect(queue.at).toBe('i2');
    expect(queue.items['i1']).toBe(theirs);
    expect(queue.decided).toEqual([]);
  });

  it('takes back only decisions of its own', () => {
    const theirs = { ...item(2, '2026-11-21T08:00:00.000Z') };
    theirs.decision = { ...theirs.decision!, decidedBy: 'bo' };
    const queue = openQueue([item(1, '2026-11-21T07:00:00.000Z'), theirs, item(3)], 'ana');
    expect(queue.decided).toEqual(['i1']);
    expect(undoable(queue)).toBe('i1');
    expect(queue.waiting).toEqual(['i3']);
  });

  it('leaves out what others have decided since, and takes up what they took back', () => {
    let queue = openQueue([item(1), item(2), item(3)], 'bo');
    const theirs = [item(1, '2026-11-21T08:00:00.000Z'), item(2, '2026-11-21T08:00:01.000Z')];
    queue = reduceQueue(queue, { type: 'refreshed', items: theirs });
    expect(queue).toMatchObject({ at: 'i3', waiting: ['i3'], decided: [] });
    queue = reduceQueue(queue, { type: 'decided', id: 'i3', decision: keep });
    expect(queue.at).toBeNull();
    queue = reduceQueue(queue, { type: 'refreshed', items: [{ ...item(1), revision: 2 }] });
    expect(queue).toMatchObject({ at: 'i1', waiting: ['i1'], decided: ['i3'] });
  });

  it('brings a refused decision back to the screen', () => {
    let queue = openQueue([item(1), item(2)], 'ana');
    queue = reduceQueue(queue, { type: 'decided', id: 'i1', decision: keep });
    queue = reduceQueue(queue, { type: 'refused', id: 'i1' });
    expect(queue.at).toBe('i1');
    expect(queue.decided).toEqual([]);
  });

  it('opens with earlier decisions in their order, so that they can be taken back after a reload', () => {
    const queue = openQueue([item(1, '2026-11-21T09:00:00.000Z'), item(2, '2026-11-21T08:00:00.000Z'), item(3)], 'ana');
    expect(queue.decided).toEqual(['i2', 'i1']);
    expect(queue.at).toBe('i3');
  });

  it('never loses or doubles a row, whatever is pressed', () => {
    const events = fc.array(fc.constantFrom<QueueEvent['type'][]>('decided', 'undone', 'skipped', 'back', 'forward'));
    fc.assert(
      fc.property(events, (types) => {
        let queue = openQueue([item(1), item(2), item(3), item(4)], 'ana');
        for (const type of types) {
          const id = type === 'undone' ? undoable(queue) : queue.at;
          if (type === 'back' || type === 'forward') queue = reduceQueue(queue, { type });
          else if (id != null) queue = reduceQueue(queue, { type, id, decision: keep } as QueueEvent);
          expect([...queue.waiting, ...queue.decided].sort()).toEqual(['i1', 'i2', 'i3', 'i4']);
          expect(queue.at === null).toBe(queue.at === null && queue.waiting.length === 0);
        }
      }),
    );
  });
});

describe('decisions', () => {
  it('takes the given label for keep', () => {
    expect(chosenLabel(item(1), 'setosa')).toEqual({ action: 'keep' });
    expect(chosenLabel(item(1), 'virginica')).toEqual({ action: 'relabel', label: 'virginica' });
    expect(decisionWords({ action: 'relabel', label: 'virginica' }, 'setosa')).toBe('relabelled to virginica');
    expect(decisionWords({ action: 'keep', label: null }, 'setosa')).toBe('kept as setosa');
  });
});
