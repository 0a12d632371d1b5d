import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

it('the three lines at the top of the README of libs/training are a whole Node script', () => {
  const readme = readFileSync(`${ROOT}/libs/training/README.md`, 'utf8');
  const [, script] = /```js\n([\s\S]*?)```/.exec(readme)!;
  const wanted = /console\.log\(.*\/\/ (.*)/.exec(script!)![1];
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', script!], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect(printed.trim()).toBe(wanted);
});
