import { hashAt, HASH_BYTES } from '@antidote/data-versioning';
import { found } from '../rows/finding.js';
import { percent, plural } from '../rows/words.js';
import type { Check } from './check-context.js';

/** Rows that are also among those that models are tested on. */
export const testOverlap: Check = ({ table, hashes, testHashes }) => {
  if (testHashes === null) return { findings: [], skipped: 'no test rows were given' };
  const tested = new Set<string>();
  const testRows = testHashes.length / HASH_BYTES;
  for (let row = 0; row < testRows; row++) tested.add(hashAt(testHashes, row));
  const positions: number[] = [];
  for (let position = 0; position < table.rowCount; position++) {
    if (tested.has(hashAt(hashes, position))) positions.push(position);
  }
  if (positions.length === 0) return { findings: [] };
  const share = positions.length / testRows;
  return {
    findings: [
      found(
        'test-overlap',
        'warn',
        `${plural(positions.length, 'row')} have the features of a test row (${percent(share)} of the ${testRows} test rows): a score on those rows says nothing.`,
        'They are set apart here; keep them out of training, or take them out of the test rows.',
        { positions, numbers: { testRows, share }, quarantine: true },
      ),
    ],
  };
};
