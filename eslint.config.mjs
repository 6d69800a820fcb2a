import nx from '@nx/eslint-plugin';
import jest from 'eslint-plugin-jest';
import * as jsonc from 'jsonc-eslint-parser';
import tseslint from 'typescript-eslint';

/** Which packages each package may import: arrows run one way only (docs/architecture.md). */
const packages = {
  random: [],
  options: [],
  report: [],
  warmup: ['options'],
  ops: ['random'],
  core: ['random', 'options', 'ops'],
  optim: ['options', 'ops'],
  data: ['random', 'options'],
  models: ['random', 'options', 'ops'],
  'backend-onednn': ['random', 'ops'],
  backends: ['ops', 'backend-onednn'],
  trainer: ['random', 'options', 'ops', 'core', 'optim', 'models'],
  cli: [
    ...['random', 'warmup', 'options', 'core', 'optim', 'data', 'models', 'backends'],
    ...['trainer', 'report'],
  ],
};
const all = Object.keys(packages);
const mayImport = { ...packages, plugin: [], bench: all, conformance: all };

/** Third-party packages that a package must never import, though they are installed. */
const mayNotInstall = {
  random: ['@tensorflow/*'],
  warmup: ['@tensorflow/*'],
  options: ['@tensorflow/*'],
  report: ['@tensorflow/*'],
  data: ['@tensorflow/*'],
};

const depConstraints = Object.entries(mayImport).map(([scope, allowed]) => ({
  sourceTag: `scope:${scope}`,
  onlyDependOnLibsWithTags: [`scope:${scope}`, ...allowed.map((name) => `scope:${name}`)],
  ...(mayNotInstall[scope] && { bannedExternalImports: mayNotInstall[scope] }),
}));

export default [
  { ignores: ['**/dist', '**/out-tsc', '**/node_modules', '.nx', 'docs/api', '**/*.d.ts'] },
  ...tseslint.configs.recommended.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts', '**/*.mjs', '**/*.js'],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          allow: ['^.*/eslint\\.config\\.mjs$', '^.*/testing/.*$'],
          banTransitiveDependencies: true,
          enforceBuildableLibDependency: true,
          depConstraints,
        },
      ],
    },
  },
  {
    files: ['**/*.ts'],
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      eqeqeq: 'error',
      'prefer-const': 'error',
      'max-lines': ['error', { max: 400 }],
    },
  },
  {
    files: ['**/*.ts'],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/require-await': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    // that an assertion is reached, testing/assert-something.cjs sees to
    ...jest.configs['flat/recommended'],
    files: ['**/*.spec.ts'],
    rules: {
      ...jest.configs['flat/recommended'].rules,
      'jest/expect-expect': ['error', { assertFunctionNames: ['expect*', 'close*'] }],
      'jest/no-commented-out-tests': 'error',
      'jest/no-disabled-tests': 'error',
    },
  },
  {
    // a rule asks by the helpers of the contract, which know what is answered
    files: ['packages/core/src/**/*.ts'],
    ignores: ['packages/core/src/contract/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'YieldExpression[delegate=false]',
          message: 'Ask by `yield*` and a helper of contract/.',
        },
      ],
    },
  },
  {
    files: ['packages/*/package.json'],
    languageOptions: { parser: jsonc },
    plugins: { '@nx': nx },
    rules: {
      '@nx/dependency-checks': [
        'error',
        {
          ignoredFiles: [
            '{projectRoot}/**/*.spec.ts',
            '{projectRoot}/testing/**',
            '{projectRoot}/jest.config.cjs',
            '{projectRoot}/eslint.config.mjs',
          ],
          ignoredDependencies: [
            // gradients, layers and kernels register themselves when the union package is loaded
            '@tensorflow/tfjs',
            // the user's, loaded by name when installed
            '@tensorflow/tfjs-node',
            '@tensorflow/tfjs-node-gpu',
          ],
        },
      ],
    },
  },
];
