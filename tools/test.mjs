/**
 * `npm test`: lint, its canary, types, then the three levels of tests; `npm test -- unit` for some of them. The last
 * line is `N passed, N failed`.
 */
import { CHECKS, testLevel } from './checks.mjs';

const counted = (check) => async () => ((await check()) ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });
const STEPS = {
  lint: counted(CHECKS.lint),
  canary: counted(CHECKS.canary),
  types: counted(CHECKS.types),
  unit: () => testLevel('unit'),
  medium: () => testLevel('medium'),
  e2e: () => testLevel('e2e'),
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in STEPS));
if (unknown.length > 0) {
  console.error(`test: no step ${unknown.join(', ')}; there are ${Object.keys(STEPS).join(', ')}`);
  process.exit(2);
}
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(name, () => process.exit(130));

const total = { passed: 0, failed: 0 };
for (const [name, step] of Object.entries(STEPS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const start = performance.now();
  console.log(`\n== ${name}`);
  const { passed, failed } = await step();
  total.passed += passed;
  total.failed += failed;
  console.log(`== ${name}: ${passed} passed, ${failed} failed, ${((performance.now() - start) / 1000).toFixed(1)} s`);
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
