import { hashAt, HASH_BYTES } from '@antidote/data-versioning';
import { found, type Found } from '../rows/finding.js';
import { percent, plural } from '../rows/words.js';
import type { Check, CheckContext } from './check-context.js';

/** Rows that are also among those that models are tested on, by file or by the trusted set. */
export const testOverlap: Check = (context) => {
  const { testHashes, trustedHashes } = context;
  if (testHashes === null && trustedHashes === null) {
    return { findings: [], skipped: 'no test rows were given, and no trusted set is sealed' };
  }
  return { findings: [...overTests(context), ...overTrustedSet(context)] };
};

function overTests(context: CheckContext): Found[] {
  const { testHashes } = context;
  const positions = positionsIn(context, testHashes);
  if (testHashes === null || positions.length === 0) return [];
  const testRows = testHashes.length / HASH_BYTES;
  const share = positions.length / testRows;
  return [
    found(
      'test-overlap',
      'warn',
      `${plural(positions.length, 'row')} have the features of a test row (${percent(share)} of the ${testRows} test rows): a score on those rows says nothing.`,
      'They are set apart here; keep them out of training, or take them out of the test rows.',
      { positions, numbers: { testRows, share }, quarantine: true },
    ),
  ];
}

/** No fault: training leaves them out by their hash. */
function overTrustedSet(context: CheckContext): Found[] {
  const positions = positionsIn(context, context.trustedHashes);
  if (positions.length === 0) return [];
  return [
    found(
      'test-overlap',
      'info',
      `${plural(positions.length, 'row')} have the features of a row of the trusted set; training leaves them out.`,
      'Nothing to do.',
      { positions },
    ),
  ];
}

function positionsIn({ table, hashes }: CheckContext, wanted: Uint8Array | null): number[] {
  const positions: number[] = [];
  if (wanted === null) return positions;
  const known = new Set<string>();
  for (let row = 0; row < wanted.length / HASH_BYTES; row++) known.add(hashAt(wanted, row));
  for (let position = 0; position < table.rowCount; position++) {
    if (known.has(hashAt(hashes, position))) positions.push(position);
  }
  return positions;
}
