import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  count,
  counted,
  duration,
  level,
  percent,
  points,
  pointsInterval,
  shortDigest,
  signedPoints,
  when,
} from './format.js';

describe('numbers as the pages write them', () => {
  it('writes the worked cases of the style guide', () => {
    expect(percent(0.9514)).toBe('95.1%');
    expect(level(10)).toBe('10%');
    expect(level(2.5)).toBe('2.5%');
    expect(pointsInterval(-1.1, 0.4)).toBe('(\u22121.1 to 0.4)');
    expect(signedPoints(12.7)).toBe('+12.7');
    expect(signedPoints(-0.4)).toBe('\u22120.4');
    expect(count(1120)).toBe('1,120');
    expect(counted(1, 'row')).toBe('1 row');
    expect(counted(150, 'row')).toBe('150 rows');
    expect(shortDigest('9f2c41d8aa01')).toBe('9f2c41d8');
  });

  it('never writes a negative zero', () => {
    expect(points(-0.04)).toBe('0.0');
    expect(signedPoints(-0)).toBe('0.0');
    expect(signedPoints(0.04)).toBe('0.0');
  });

  it('never writes a hyphen for a minus, whatever the value', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), (value) => {
        expect(signedPoints(value)).not.toMatch(/-|\u22120\.0$/);
      }),
    );
  });
});

describe('times', () => {
  const now = Date.parse('2026-11-21T13:40:00Z');
  it('counts within a day, then names the day', () => {
    expect(when('2026-11-21T13:39:40Z', now)).toBe('just now');
    expect(when('2026-11-21T13:36:00Z', now)).toBe('4 min ago');
    expect(when('2026-11-21T10:00:00Z', now)).toBe('3 h ago');
    expect(when('2026-11-19T10:00:00Z', now)).toMatch(/^19 Nov 2026, \d\d:\d\d$/);
  });

  it('says spans in two units at most', () => {
    expect(duration(40_000)).toBe('40 s');
    expect(duration(134_000)).toBe('2 min 14 s');
    expect(duration(3_600_000)).toBe('1 h');
    expect(duration(11_100_000)).toBe('3 h 5 min');
  });
});
