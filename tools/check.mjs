/** `npm run check`: format, lint, canary, types, unit tests; the quick round before a commit. */
import { CHECKS, testLevel } from './checks.mjs';

const failed = [];
for (const [name, check] of Object.entries({ ...CHECKS, unit: async () => (await testLevel('unit')).failed === 0 })) {
  console.log(`== ${name}`);
  if (!(await check())) failed.push(name);
}
console.log(failed.length === 0 ? '\nall checks passed' : `\nfailed: ${failed.join(', ')}`);
process.exit(failed.length === 0 ? 0 : 1);
