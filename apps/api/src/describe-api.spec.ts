import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { Rule, RUN_KINDS } from '@antidote/contracts';
import { describeApi } from './describe-api.js';

const committed = new URL('../../../libs/api-client/openapi.json', import.meta.url);

describe('the OpenAPI document', () => {
  it('is the committed one, of which the client was made (else run node tools/generate-api-client.mjs)', async () => {
    const current = `${JSON.stringify(await describeApi(), null, 2)}\n`;
    expect(current).toBe(await readFile(committed, 'utf8'));
  });

  it('keeps unions, and answers without optional fields where a request has defaults', async () => {
    const schemas = (await describeApi()).components!.schemas as Record<
      string,
      { oneOf: unknown[]; required: string[] }
    >;
    expect(schemas.RunRequest!.oneOf).toHaveLength(RUN_KINDS.length);
    expect(schemas.TrainRunRequest!.required).toContain('seed');
    expect(schemas.TrainRunRequestInput!.required).toEqual(['kind', 'versionId']);
    expect(schemas.Rule!.oneOf).toHaveLength(Rule.options.length);
  });

  it('resolves every reference', async () => {
    const document = await describeApi();
    const names = new Set(Object.keys(document.components!.schemas!));
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(50);
    for (const [, name] of references) expect(names).toContain(name);
  });
});
