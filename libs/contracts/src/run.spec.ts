import { describe, expect, it } from '@jest/globals';
import { RUN_PRIORITIES } from './run-priority.js';
import { RUN_KINDS, RunRequest } from './run.js';

const ID = '01890a5d-ac96-774b-bcce-b302099a8057';
/** What a kind wants beside a version. */
const OWN: Partial<Record<string, object>> = {
  poison: { spec: { attack: 'uniform', percent: 10, seed: 1 } },
  study: { spec: {} },
  break: { below: 0.8 },
  filter: { withoutQuarantined: true },
};

describe('RunRequest', () => {
  it.each(RUN_KINDS)('%s takes a priority, or none, and refuses one that there is not', (kind) => {
    const input = kind === 'apply-review' ? { reviewId: ID } : { versionId: ID };
    const request = { kind, ...input, ...OWN[kind] };
    expect(RunRequest.parse(request).priority).toBeUndefined();
    for (const priority of RUN_PRIORITIES)
      expect(RunRequest.parse({ ...request, priority })).toMatchObject({ priority });
    const { error } = RunRequest.safeParse({ ...request, priority: 'urgent' });
    expect(error?.issues).toMatchObject([{ path: ['priority'], message: expect.stringContaining('"normal"') }]);
  });
});
