import { describe, expect, it } from '@jest/globals';
import { keyAction, labelKeys, type KeyContext, type KeyPress } from './review-keys.js';

const press = (key: string, change: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  repeat: false,
  ...change,
});
const calm: KeyContext = { typing: false, dialog: false, sinceRow: 1000, classes: ['a', 'b', 'c'] };

describe('keyAction', () => {
  it('knows the keys of the table, in either case', () => {
    expect(keyAction(press('2'), calm)).toEqual({ do: 'label', index: 1 });
    expect(keyAction(press('K'), calm)).toEqual({ do: 'keep' });
    expect(keyAction(press('x'), calm)).toEqual({ do: 'drop' });
    expect(keyAction(press('s'), calm)).toEqual({ do: 'skip' });
    expect(keyAction(press('z'), calm)).toEqual({ do: 'undo' });
    expect(keyAction(press('z', { ctrlKey: true }), calm)).toEqual({ do: 'undo' });
    expect(keyAction(press('ArrowLeft'), calm)).toEqual({ do: 'back' });
    expect(keyAction(press('/'), calm)).toEqual({ do: 'find' });
    expect(keyAction(press('?'), calm)).toEqual({ do: 'keys' });
    expect(keyAction(press('Escape'), calm)).toEqual({ do: 'leave' });
  });

  it('has no key that accepts the suggestion', () => {
    for (const key of ['Enter', ' ', 'a', 'y']) expect(keyAction(press(key), calm)).toBeNull();
  });

  it('rests on auto-repeat, in fields, in dialogs and with other modifiers', () => {
    expect(keyAction(press('k', { repeat: true }), calm)).toBeNull();
    expect(keyAction(press('k'), { ...calm, typing: true })).toBeNull();
    expect(keyAction(press('k'), { ...calm, dialog: true })).toBeNull();
    expect(keyAction(press('k', { altKey: true }), calm)).toBeNull();
    expect(keyAction(press('x', { ctrlKey: true }), calm)).toBeNull();
  });

  it('does not decide within 150 ms of a new row, but still takes back', () => {
    const early = { ...calm, sinceRow: 149 };
    expect(keyAction(press('1'), early)).toBeNull();
    expect(keyAction(press('s'), early)).toBeNull();
    expect(keyAction(press('z'), early)).toEqual({ do: 'undo' });
    expect(keyAction(press('1'), { ...calm, sinceRow: 150 })).not.toBeNull();
  });

  it('offers typing only where digits do not suffice', () => {
    expect(keyAction(press('4'), calm)).toBeNull();
    expect(keyAction(press('l'), calm)).toBeNull();
    expect(keyAction(press('l'), { ...calm, classes: [...'abcdefghijkl'] })).toEqual({ do: 'type-label' });
  });

  it('gives digits as labels the key that they are, so that 4 never means 3', () => {
    const digits = { ...calm, classes: [...'0123456789'] };
    expect(keyAction(press('4'), digits)).toEqual({ do: 'label', index: 4 });
    expect(keyAction(press('0'), digits)).toEqual({ do: 'label', index: 0 });
    expect(labelKeys(['1', '2'])).toEqual(['1', '2']);
    expect(labelKeys(['0', '1', '10', '2', '3', '4', '5', '6', '7', '8'])).toEqual([...'01', null, ...'2345678']);
    expect(labelKeys(['1', '20'])).toEqual(['1', '2']);
    expect(labelKeys([...'abcdefghij']).at(-1)).toBeNull();
  });
});
