import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import globals from 'globals';
import { builtinModules } from 'node:module';
import tseslint from 'typescript-eslint';

/** The dependency rule of docs/ARCHITECTURE.md: what each tag may import. Same-tag imports are listed nowhere. */
const levels = (highest) => Array.from({ length: highest + 1 }, (_, level) => `level:${level}`);
const constraint = (sourceTag, ...tags) => ({ sourceTag, onlyDependOnLibsWithTags: tags });
const depConstraints = [
  constraint('contracts'),
  constraint('level:0', 'contracts'),
  ...[1, 2, 3, 4].map((level) => constraint(`level:${level}`, 'contracts', ...levels(level - 1))),
  constraint('output', 'contracts', ...levels(4)),
  constraint('adapter', 'contracts', ...levels(4)),
  constraint('workflows', 'contracts', 'adapter', 'output', ...levels(4)),
  ...['api', 'worker', 'registry-promotion', 'cli', 'console'].map((app) => constraint(`app:${app}`, 'type:lib')),
];

const DOMAIN_LIBS = [
  'tabular',
  'statistics',
  'data-versioning',
  'training',
  'poisoning',
  'label-cleaning',
  'validation',
  'robustness',
  'model-package',
  'reporting',
];
/** Test code, with what tests share in a lib's or app's folder `testing`. */
const SPECS = ['**/*.spec.ts', '**/*.spec.tsx', '**/testing/**'];
const NODE = [...builtinModules, 'node:*'];

const importRule = ({ node, more = [] }) => [
  'error',
  {
    paths: [
      { name: '@antidote/contracts', allowTypeImports: true, message: 'a domain lib imports types of contracts only' },
    ],
    patterns: [
      { group: node, message: 'a domain lib does no I/O' },
      { group: ['@nestjs/*', '@prisma/*', 'pg', 'pg-boss', 'zod'], message: 'a domain lib knows no framework' },
      ...more,
    ],
  },
];

const noEnvironment = {
  object: 'process',
  property: 'env',
  message: 'the environment is parsed once, in an app’s config.ts',
};

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      '**/generated/**',
      'coverage/**',
      '.nx/**',
      '.antidote/**',
      'libs/training/assembly/**',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    languageOptions: { globals: { ...globals.node, ...globals.es2025 } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { '@nx': nx },
    rules: {
      'no-empty': ['error', { allowEmptyCatch: false }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'prefer-const': 'error',
      // Published coefficients keep the digits of their source.
      'no-loss-of-precision': 'off',
      // Takes a schema whose type of the same name is used in a decorated signature for unused.
      'no-useless-assignment': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
    },
  },
  {
    files: ['libs/**/*.ts', 'apps/**/*.{ts,tsx}'],
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        { enforceBuildableLibDependency: false, banTransitiveDependencies: false, allow: [], depConstraints },
      ],
    },
  },
  {
    files: ['libs/**/*.ts', 'apps/**/*.{ts,tsx}'],
    ignores: ['apps/*/src/config.ts', 'apps/*/src/main.ts', 'apps/*/vite.config.ts', ...SPECS],
    rules: { 'no-restricted-properties': ['error', noEnvironment] },
  },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  { files: ['apps/console/**'], languageOptions: { globals: globals.browser } },
  {
    files: ['apps/console/src/**'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [{ regex: '^@antidote/(?!contracts$|api-client$)', message: 'the console talks to the API only' }],
        },
      ],
    },
  },
  {
    files: DOMAIN_LIBS.map((lib) => `libs/${lib}/src/**/*.ts`),
    ignores: SPECS,
    rules: {
      '@typescript-eslint/no-restricted-imports': importRule({ node: NODE }),
      'no-restricted-globals': [
        'error',
        ...['process', 'performance', 'fetch', 'console', 'setTimeout', 'setInterval', 'setImmediate', 'crypto'].map(
          (name) => ({
            name,
            message: 'a domain lib knows no clock, environment or outside world',
          }),
        ),
      ],
      'no-restricted-properties': [
        'error',
        noEnvironment,
        { object: 'Date', property: 'now', message: 'time is an argument' },
        { object: 'Math', property: 'random', message: 'chance is seeded: use Random of @antidote/tabular' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'time is an argument' },
      ],
    },
  },
  {
    files: ['libs/data-versioning/src/**/*.ts'],
    ignores: SPECS,
    rules: { '@typescript-eslint/no-restricted-imports': importRule({ node: [...NODE, '!node:crypto'] }) },
  },
  {
    files: ['libs/training/src/**/pool.ts', 'libs/training/src/threads/lifeline.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': importRule({ node: [...NODE, '!node:worker_threads'] }) },
  },
  {
    files: ['libs/mlflow-js-client/src/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns: [{ group: ['@antidote/*'], message: 'mlflow-js-client is publishable by itself' }] },
      ],
    },
  },
);
