import { engine, memory } from '@tensorflow/tfjs-core';
import type { NamedAttrMap, NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { kernelCases, makeInput } from '../../testing/kernel-calls.js';
import type { KernelCase } from '../../testing/kernel-calls.js';
import { describeOnednn, useOnednn } from '../../testing/onednn.js';
import type { OnednnBackend, Precision } from '../backend.js';
import { Primitive } from '../engine/primitive.js';
import { findOnednn } from '../find-onednn.js';
import { kernels } from '../kernels/kernels.js';

const run = ({ kernelName, attrs }: KernelCase, inputs: NamedTensorMap) =>
  tf.dispose(engine().runKernel<Tensor | Tensor[]>(kernelName, inputs, attrs as NamedAttrMap));

/** Runs a kernel whose `at`th primitive throws; false where there are fewer. */
function failsAt(kernelCase: KernelCase, inputs: NamedTensorMap, at: number): boolean {
  const original = Object.getOwnPropertyDescriptor(Primitive.prototype, 'run')!
    .value as Primitive['run'];
  let runs = 0;
  const spy = jest.spyOn(Primitive.prototype, 'run').mockImplementation(function (
    this: Primitive,
    ...ranges
  ) {
    if (runs++ === at) throw new Error('a primitive failed');
    original.apply(this, ranges);
  });
  try {
    run(kernelCase, inputs);
  } catch (error) {
    expect((error as Error).message).toBe('a primitive failed');
  } finally {
    spy.mockRestore();
  }
  return runs > at;
}

const { cpuFeatures } = findOnednn();
const precisions: Precision[] = [
  'f32',
  ...(cpuFeatures.includes('avx512-bf16') ? ['bf16' as const] : []),
];

const held = (backend: OnednnBackend) => ({
  usedBytes: backend.memory().usedBytes,
  data: backend.numDataIds(),
  tensors: memory().numTensors,
});

describeOnednn('kernels that fail', () => {
  it('are all tried', () => {
    const tried = new Set(kernelCases.map(({ kernelName }) => kernelName));
    expect(kernels.map(({ kernelName }) => kernelName).filter((name) => !tried.has(name))).toEqual(
      [],
    );
  });

  afterEach(async () => void ((await useOnednn()).precision = 'f32'));

  it.each(precisions)(
    'leave nothing behind in %s, whichever primitive throws',
    async (precision) => {
      const backend = await useOnednn();
      backend.precision = precision;
      let failures = 0;
      for (const kernelCase of kernelCases) {
        const inputs: NamedTensorMap = {};
        for (const [name, input] of Object.entries(kernelCase.inputs))
          inputs[name] = makeInput(input);
        run(kernelCase, inputs); // what is compiled, and rows of ones, stay
        const before = held(backend);
        for (let at = 0; failsAt(kernelCase, inputs, at); at++, failures++) {
          expect({ kernelCase, ...held(backend) }).toEqual({ kernelCase, ...before });
        }
        tf.dispose(inputs);
      }
      expect(failures).toBeGreaterThan(100);
    },
  );

  it('do not release what was given to them', async () => {
    const backend = await useOnednn();
    const [a, b] = [tf.ones([24, 40]), tf.ones([24, 40])];
    const sum = { kernelName: tf.AddN, inputs: {}, attrs: {} };
    expect(failsAt(sum, { 0: a, 1: b, 2: b }, 1)).toBe(true);
    expect(backend.dataOf(a).refCount).toBe(1);
    expect(a.dataSync()[0]).toBe(1);
    tf.dispose([a, b]);
  });
});
