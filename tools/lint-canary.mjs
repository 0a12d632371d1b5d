/**
 * Proves that the lint can fail: code that breaks each rule of the architecture, and must be refused. The boundary rule
 * skips itself in silence where no project graph is cached, so the graph is made first.
 */
import { ESLint } from 'eslint';

/** File (need not exist), code, the rule that must refuse it. */
const CANARIES = [
  ['libs/tabular/src/canary.ts', "import '@antidote/statistics';", '@nx/enforce-module-boundaries'],
  ['libs/poisoning/src/canary.ts', "import '@antidote/label-cleaning';", '@nx/enforce-module-boundaries'],
  ['libs/statistics/src/canary.ts', "import '@antidote/robustness';", '@nx/enforce-module-boundaries'],
  ['libs/persistence/src/canary.ts', "import '@antidote/dataset-io';", '@nx/enforce-module-boundaries'],
  ['libs/workflows/src/canary.ts', "import '@antidote/api';", '@nx/enforce-module-boundaries'],
  ['apps/worker/src/canary.ts', "import '@antidote/api';", '@nx/enforce-module-boundaries'],
  ['libs/contracts/src/canary.ts', "import '@antidote/tabular';", '@nx/enforce-module-boundaries'],
  ['libs/tabular/src/canary.ts', "import 'node:fs';", '@typescript-eslint/no-restricted-imports'],
  ['libs/tabular/src/canary.ts', "import 'fs';", '@typescript-eslint/no-restricted-imports'],
  [
    'libs/tabular/src/canary.ts',
    "import { Run } from '@antidote/contracts'; new Run();",
    '@typescript-eslint/no-restricted-imports',
  ],
  ['libs/training/src/canary.ts', "import '@nestjs/common';", '@typescript-eslint/no-restricted-imports'],
  ['libs/robustness/src/canary.ts', 'export const now = Date.now();', 'no-restricted-properties'],
  ['libs/robustness/src/canary.ts', 'export const now = new Date();', 'no-restricted-syntax'],
  ['libs/poisoning/src/canary.ts', 'export const chance = Math.random();', 'no-restricted-properties'],
  ['libs/reporting/src/canary.ts', 'export const env = process.env;', 'no-restricted-globals'],
  ['libs/persistence/src/canary.ts', 'export const env = process.env;', 'no-restricted-properties'],
  ['apps/console/src/canary.ts', "import '@antidote/persistence';", '@typescript-eslint/no-restricted-imports'],
  ['libs/mlflow-js-client/src/canary.ts', "import '@antidote/tabular';", '@typescript-eslint/no-restricted-imports'],
];

/** Must pass: the rules forbid no more than they say. */
const ALLOWED = [
  ['libs/tabular/src/canary.ts', "import type { Run } from '@antidote/contracts'; export type Canary = Run;"],
  ['libs/data-versioning/src/canary.ts', "import { createHash } from 'node:crypto'; export const canary = createHash;"],
  ['libs/robustness/src/canary.ts', "import { Random } from '@antidote/tabular'; export const canary = Random;"],
];

/** @returns what is wrong: canaries that the lint let pass, and allowed code that it refused */
export async function lintCanary() {
  const eslint = new ESLint();
  const rules = async (filePath, code) =>
    (await eslint.lintText(code, { filePath })).flatMap(({ messages }) =>
      messages.map(({ ruleId, message }) => ruleId ?? message),
    );
  const wrong = [];
  for (const [file, code, rule] of CANARIES) {
    if (!(await rules(file, code)).includes(rule)) wrong.push(`${rule} let pass in ${file}: ${code}`);
  }
  for (const [file, code] of ALLOWED) {
    const refused = await rules(file, code);
    if (refused.length > 0) wrong.push(`${refused.join(', ')} refused in ${file}: ${code}`);
  }
  return wrong;
}
