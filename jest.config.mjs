/**
 * Three levels of tests, by file name: `*.spec.ts` beside the source is pure and takes milliseconds,
 * `*.medium.spec.ts` uses a real Postgres and a real MLflow, and `e2e/` holds users' stories.
 * Sources are read straight from `src` through the `@antidote/source` condition: no build is needed.
 */
const preset = {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@antidote/source', 'node'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'node'],
  transform: { '^.+\\.ts$': ['@swc/jest'] },
  transformIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['/dist/', '<rootDir>/.antidote/'],
};

/** Of a test: never what is measured, only what is hopeless. */
const HOPELESS_MS = 300_000;

export default {
  // Of a project it would be passed over in silence.
  testTimeout: HOPELESS_MS,
  projects: [
    {
      ...preset,
      displayName: 'unit',
      testMatch: ['<rootDir>/{libs,apps,tools}/**/*.spec.ts'],
      testPathIgnorePatterns: ['/node_modules/', '/dist/', '\\.medium\\.spec\\.ts$'],
    },
    {
      ...preset,
      displayName: 'medium',
      testMatch: ['<rootDir>/{libs,apps,tools}/**/*.medium.spec.ts'],
      globalSetup: '<rootDir>/e2e/stack/global-setup.mjs',
      globalTeardown: '<rootDir>/e2e/stack/global-teardown.mjs',
    },
    {
      ...preset,
      displayName: 'e2e',
      testMatch: ['<rootDir>/e2e/**/*.spec.ts'],
      globalSetup: '<rootDir>/e2e/stack/global-setup.mjs',
      globalTeardown: '<rootDir>/e2e/stack/global-teardown.mjs',
    },
  ],
};
