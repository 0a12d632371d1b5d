/** The checks that are no test cases: each counts as one. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lintCanary } from './lint-canary.mjs';
import { ROOT } from './stack/config.mjs';
import { nodeBinary } from './stack/node-binary.mjs';

/** Runs one of the installed tools under Node 24 and shows what it writes. @returns whether it succeeded */
async function tool(script, args, variables = {}) {
  const child = spawn(nodeBinary(), [join(ROOT, 'node_modules', script), ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...variables },
  });
  const stop = () => child.kill('SIGTERM');
  process.once('exit', stop);
  const [code] = await once(child, 'close');
  process.removeListener('exit', stop);
  return code === 0;
}

/** Each returns whether it passed; what is wrong has been printed. */
export const CHECKS = {
  format: () => tool('prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']),
  lint: async () =>
    // The boundary rule skips itself without a project graph.
    (await tool('nx/dist/bin/nx.js', ['show', 'projects', '--json'], { NX_DAEMON: 'false' })) &&
    tool('eslint/bin/eslint.js', ['.']),
  canary: async () => {
    const wrong = await lintCanary();
    for (const line of wrong) console.error(line);
    return wrong.length === 0;
  },
  types: async () => {
    const results = await Promise.all(
      ['tsconfig.json', 'apps/console/tsconfig.json'].map((project) =>
        tool('typescript/bin/tsc', ['-p', project, '--noEmit']),
      ),
    );
    return results.every(Boolean);
  },
};

/**
 * Runs one level of the tests with jest.
 *
 * @param level `unit`, `medium` or `e2e`
 * @returns `{ passed, failed }` test cases; a file that cannot run counts as one failed
 */
export async function testLevel(level) {
  const folder = await mkdtemp(join(tmpdir(), 'antidote-jest-'));
  const file = join(folder, 'results.json');
  // Stories share one stack: they run one after the other.
  const args = [
    '--selectProjects',
    level,
    '--json',
    `--outputFile=${file}`,
    ...(level === 'e2e' ? ['--runInBand'] : ['--maxWorkers=2']),
  ];
  try {
    const succeeded = await tool('jest/bin/jest.js', args, {
      NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
    });
    const results = JSON.parse(await readFile(file, 'utf8').catch(() => 'null'));
    if (results === null) return { passed: 0, failed: 1 };
    const { numPassedTests: passed, numFailedTests, numRuntimeErrorTestSuites } = results;
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    return { passed, failed: succeeded ? failed : Math.max(failed, 1) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
