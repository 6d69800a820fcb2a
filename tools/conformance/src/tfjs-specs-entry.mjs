// Bundled and run by tfjs-specs.ts: one TensorFlow.js engine, our backends, and the specs that
// TensorFlow.js publishes for backends. The bundler puts the package's modules for './tfjs-core'.
// Usage: node BUNDLE BACKEND RESULTS_FILE
import './tfjs-specs-jasmine.mjs';
import fs from 'node:fs';
import './tfjs-core/index.js';
import './tfjs-core/public/chained_ops/register_all_chained_ops.js';
import './tfjs-core/register_all_gradients.js';
import { setTestEnvs } from './tfjs-core/jasmine_util.js';
import { useBackend } from '@gnp/backends';

const [name, resultsFile] = process.argv.slice(2);
await useBackend(name);
setTestEnvs([{ name, backendName: name, isDataSync: true }]);
await import('./tfjs-core/tests.js');

const results = { passed: 0, failed: [] };
const env = globalThis.jasmine.getEnv();
env.configure({ random: false });
env.clearReporters();
env.addReporter({
  specDone({ status, fullName, failedExpectations }) {
    if (status === 'passed') results.passed++;
    if (status === 'failed') {
      results.failed.push({ name: fullName, message: failedExpectations[0]?.message ?? '' });
    }
  },
  jasmineDone() {
    fs.writeFileSync(resultsFile, JSON.stringify(results));
    process.exit(0);
  },
});
env.execute();
