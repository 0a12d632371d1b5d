import { expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

it('is what assembly/predict.ts compiles to', () => {
  const tool = fileURLToPath(new URL('../../../../tools/build-wasm.mjs', import.meta.url));
  expect(() => execFileSync(process.execPath, [tool, '--check'], { stdio: 'pipe' })).not.toThrow();
});
