import { describe, expect, it } from '@jest/globals';
import { afterCursor, positionOf, toPage, toPositionPage } from './page-cursor.js';

const id = '01a1fd56-202f-77ac-9fb9-14aa792e7b18';
const cursor = (text: string) => Buffer.from(text).toString('base64url');

describe('a cursor by time', () => {
  it('leads on from the last row shown', () => {
    const rows = [1, 2].map((day) => ({ id, createdAt: new Date(Date.UTC(2026, 0, day)) }));
    const { items, next } = toPage(rows, 1, (row) => row.createdAt.getUTCDate());
    expect(items).toEqual([1]);
    const { createdAt } = rows[0]!;
    expect(afterCursor(next!)).toEqual({ OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }] });
    expect(toPage(rows, 2, () => null).next).toBeNull();
  });

  it.each([
    ['no text of ours', 'x'],
    ['no time', `yesterday|${id}`],
    ['no id', '2026-01-01T00:00:00.000Z|7'],
    ['a time before all that Postgres knows', `-271821-04-20T00:00:00.000Z|${id}`],
    ['the year 0', `0000-01-01T00:00:00.000Z|${id}`],
  ])('is refused with %s', (_, text) => {
    expect(() => afterCursor(cursor(text))).toThrow(/is not one of this list/);
  });
});

describe('a cursor by position', () => {
  it('leads on from the last row shown', () => {
    const rows = [{ position: 4 }, { position: 5 }];
    expect(positionOf(toPositionPage(rows, 1, () => null).next!)).toBe(4);
    expect(toPositionPage(rows, 2, () => null).next).toBeNull();
  });

  it.each(['-1', '1.5', 'x', '99999999999'])('is refused when it is %s', (text) => {
    expect(() => positionOf(cursor(text))).toThrow(/is not one of this list/);
  });
});
