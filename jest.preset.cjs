const path = require('node:path');

// Tests share the cores: OpenMP threads that wait actively for one another would stall them.
process.env.GOMP_SPINCOUNT ??= '1000';
// Jest gives FORCE_COLOR to its workers, and Node tells of both in the standard error of each program that a test starts.
delete process.env.NO_COLOR;
// What @gnp/backends sets for TensorFlow's library, which does not see the copy of the environment in tests.
process.env.TF_ENABLE_ONEDNN_OPTS = '0';

// The Jest configuration that every package shares. swc compiles TypeScript to CommonJS (types are
// checked by `nx typecheck`), and sibling packages resolve to their sources.
module.exports = (name, { tfjs = false, ...options } = {}) => ({
  displayName: name,
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@gnp/source', 'node', 'require', 'default'] },
  roots: ['<rootDir>/src'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  globalSetup: path.join(__dirname, 'testing/own-temp-folder.cjs'),
  globalTeardown: path.join(__dirname, 'testing/remove-temp-folder.cjs'),
  setupFilesAfterEnv: [path.join(__dirname, 'testing/assert-something.cjs')],
  setupFiles: tfjs ? [path.join(__dirname, 'testing/tfjs.cjs')] : [],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  maxWorkers: 2,
  // far beyond what any test takes: a busy machine is no failure
  testTimeout: 120_000,
  ...options,
});
