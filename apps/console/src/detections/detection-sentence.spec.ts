import { describe, expect, it } from '@jest/globals';
import type { DetectionReport, Scorecard } from '@antidote/contracts';
import { detectionSentence, missedSentence } from './detection-sentence.js';

const report = (families: DetectionReport['families'], own: number) =>
  ({ labelled: 7043, families, detectors: [{ detector: 'default', flagged: own }] }) as unknown as DetectionReport;

describe('detection in a sentence', () => {
  it('names each family that has something', () => {
    expect(
      detectionSentence(
        report(
          [
            { family: 'label', flagged: 1300 },
            { family: 'outlier', flagged: 0 },
            { family: 'duplicate', flagged: 1 },
            { family: 'trigger', flagged: 195 },
          ],
          1025,
        ),
      ),
    ).toBe('1,025 of 7,043 labels look wrong; 1 row has a twin with another label and 195 rows carry a pattern.');
    expect(detectionSentence(report([{ family: 'label', flagged: 0 }], 0))).toBe(
      'None of the 7,043 labels looks wrong.',
    );
  });

  it('says what is mostly missed', () => {
    const row = (attack: string, value: number | null) => ({
      attack,
      recall: value === null ? null : { value, low: 0, high: 1 },
    });
    const card = (...attacks: object[]) => ({ attacks }) as unknown as Scorecard;
    expect(missedSentence(card(row('uniform', 0.9), row('boundary', 0.12), row('region', 0.2)))).toBe(
      'Mostly missed here: flips at the boundary (12.0% seen) and flips of one region (20.0%).',
    );
    expect(missedSentence(card(row('uniform', 0.9)))).toMatch(/at least half was seen/);
    expect(missedSentence(card(row('uniform', null)))).toMatch(/nobody knows/);
  });
});
