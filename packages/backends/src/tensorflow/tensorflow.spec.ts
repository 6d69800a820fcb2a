import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { inOrder } from '../candidates.js';
import { tensorflow } from '../candidates/tensorflow.js';
import { useBackendOf } from '../use-backend.js';
import { explainLoadError } from './explain-load-error.js';
import { restoreNodeUtil } from './restore-node-util.js';

// The real library is large: tools/conformance tests on it where it was built. These doubles have the
// real entry's shape: a CommonJS file that registers the backend, or fails as the real one does.
const working = (gpu: boolean) => `
  const tf = require(${JSON.stringify(require.resolve('@tensorflow/tfjs-core'))});
  const { MathBackendCPU } = require(${JSON.stringify(require.resolve('@tensorflow/tfjs-backend-cpu'))});
  class Backend extends MathBackendCPU {
    isUsingGpuDevice = ${gpu};
    binding = { TF_Version: '2.9.1' };
    tensorMap = { get: () => ({ dtype: 0 }) };
    getDTypeInteger() { return 0; }
  }
  tf.registerBackend('tensorflow', () => new Backend(), 3);
  for (const config of tf.getKernelsForBackend('cpu'))
    tf.registerKernel({ ...config, backendName: 'tensorflow' });
`;
const failing = (message: string) => `throw new Error(${JSON.stringify(message)});`;

const home = process.cwd();
const given = process.env.GNP_TFJS_NODE;
let folder: string;

function install(packageName: string, entry: string): void {
  const at = join(folder, 'node_modules', packageName);
  mkdirSync(at, { recursive: true });
  writeFileSync(join(at, 'package.json'), '{"name":"x","version":"4.22.0","main":"index.js"}');
  writeFileSync(join(at, 'index.js'), entry);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gnp-'));
  process.chdir(folder);
  delete process.env.GNP_TFJS_NODE;
});
afterAll(() => {
  if (given) process.env.GNP_TFJS_NODE = given;
});
afterEach(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
  if (tf.findBackendFactory('tensorflow')) tf.removeBackend('tensorflow');
  for (const { kernelName } of tf.getKernelsForBackend('tensorflow')) {
    tf.unregisterKernel(kernelName, 'tensorflow');
  }
  for (const name of ['TF_NUM_INTRAOP_THREADS', 'TF_NUM_INTEROP_THREADS', 'OMP_NUM_THREADS']) {
    delete process.env[name];
  }
});

const use = (options = {}) => useBackendOf([tensorflow], 'tensorflow', options);

describe('the tensorflow backend', () => {
  test('prefers the package for GPUs, and tells version and device', async () => {
    install('@tensorflow/tfjs-node', failing('not this one'));
    install('@tensorflow/tfjs-node-gpu', working(true));
    const { name, version, notes } = await use();
    expect({ name, version, backend: tf.getBackend() }).toEqual({
      name: 'tensorflow',
      version: '4.22.0',
      backend: 'tensorflow',
    });
    expect(notes.join(' ')).toBe(
      'Loaded from @tensorflow/tfjs-node-gpu. TensorFlow 2.9.1 on the GPU.',
    );
    expect(tf.tidy(() => tf.add([1], [2]).dataSync()[0])).toBe(3);
  });

  test.each([
    ['@tensorflow/tfjs-node-gpu', ['tensorflow', 'another']],
    ['@tensorflow/tfjs-node', ['another', 'tensorflow']],
  ])('comes before what computes on the CPU where %s is installed: %j', (name, order) => {
    install(name, working(false));
    const another = { ...tensorflow, name: 'another', usesGpu: () => false };
    expect(inOrder([another, tensorflow]).map((one) => one.name)).toEqual(order);
  });

  test('limits the threads before the library is loaded', async () => {
    install(
      '@tensorflow/tfjs-node',
      `if (process.env.TF_NUM_INTRAOP_THREADS !== '3') throw new Error('too late');${working(false)}`,
    );
    expect((await use({ threads: 3 })).notes.join(' ')).toContain('on the CPU');
  });

  test('refuses other threads than it was loaded with', async () => {
    install('@tensorflow/tfjs-node', working(false));
    await use({ threads: 3 });
    await expect(use({ threads: 2 })).rejects.toThrow('loaded already, with 3 threads');
    expect((await use({ threads: 3 })).name).toBe('tensorflow');
  });

  test('leaves out the oneDNN kernels of TensorFlow, and refuses them', async () => {
    const asked = process.env.TF_ENABLE_ONEDNN_OPTS;
    delete process.env.TF_ENABLE_ONEDNN_OPTS;
    install(
      '@tensorflow/tfjs-node',
      `if (process.env.TF_ENABLE_ONEDNN_OPTS !== '0') throw new Error('too late');${working(false)}`,
    );
    expect((await use()).name).toBe('tensorflow');
    process.env.TF_ENABLE_ONEDNN_OPTS = '1';
    await expect(use()).rejects.toThrow('TF_ENABLE_ONEDNN_OPTS is 1; expected 0 or nothing');
    process.env.TF_ENABLE_ONEDNN_OPTS = asked;
  });

  test('is the one that GNP_TFJS_NODE names', async () => {
    install('@tensorflow/tfjs-node', failing('not this one'));
    install('built/elsewhere', working(false));
    process.env.GNP_TFJS_NODE = 'node_modules/built/elsewhere';
    expect((await use()).notes[0]).toBe('Loaded from x.');
  });

  test.each(['tensorflow', 'auto'])(
    'is not another one where GNP_TFJS_NODE names none: %s',
    async (name) => {
      install('@tensorflow/tfjs-node', working(false));
      process.env.GNP_TFJS_NODE = '/nowhere';
      await expect(useBackendOf([tensorflow], name, {})).rejects.toThrow(
        'GNP_TFJS_NODE is /nowhere, which is not the folder of a package.',
      );
    },
  );

  test('is passed over by auto in silence where it is not installed', async () => {
    await expect(useBackendOf([tensorflow], 'auto', {})).rejects.toThrow(
      /^No backend works here\. $/,
    );
  });

  test('is passed over by auto with the reason where it fails', async () => {
    install('@tensorflow/tfjs-node', failing('libtensorflow is upset'));
    await expect(useBackendOf([tensorflow], 'auto', {})).rejects.toThrow('libtensorflow is upset');
  });

  test('says how to get it', async () => {
    await expect(use()).rejects.toThrow('npm install @tensorflow/tfjs-node@4.22.0');
  });

  test('has no bf16', async () => {
    install('@tensorflow/tfjs-node', working(false));
    await expect(use({ precision: 'bf16' })).rejects.toThrow("precision bf16 needs 'onednn'");
  });

  test('notices a second copy of tfjs-core', async () => {
    install('@tensorflow/tfjs-node', '');
    await expect(use()).rejects.toThrow('another copy of @tensorflow/tfjs-core');
  });
});

test.each([
  [
    'The Node.js native addon module (tfjs_binding.node) can not be found at path: x',
    'npm rebuild',
  ],
  ['was compiled against NODE_MODULE_VERSION 108', '--build-addon-from-source'],
  ['libcudart.so.11.0: cannot open shared object file', 'libcudart.so.11.0 of NVIDIA'],
  ['something else\nwith a stack', 'could not be loaded: something else'],
])('a load error %j is explained', (message, explanation) => {
  const text = explainLoadError('@tensorflow/tfjs-node', new Error(message));
  expect(text).toContain(explanation);
  expect(text).not.toContain('\n');
});

test('what Node 23 removed from util is put back, and nothing else is touched', () => {
  const isArray = () => true;
  const util: Record<string, unknown> = { isArray };
  expect(restoreNodeUtil(util)).toEqual(['isNullOrUndefined']);
  expect(util.isArray).toBe(isArray);
  const restored = util.isNullOrUndefined as (value: unknown) => boolean;
  expect([null, undefined, 0].map(restored)).toEqual([true, true, false]);
});
