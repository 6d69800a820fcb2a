import * as tf from '@tensorflow/tfjs-core';
import { describeOnednn, useOnednn } from '../testing/onednn.js';
import { OnednnMemoryError } from './errors.js';

describeOnednn('the onednn backend', () => {
  it('counts tensors, buffers and bytes exactly', async () => {
    const backend = await useOnednn();
    const before = { ...tf.memory() };
    const used = backend.memory().usedBytes;
    const x = tf.zeros([1000]);
    const y = tf.reshape(x, [10, 100]);
    expect(tf.memory()).toMatchObject({
      unreliable: false,
      numTensors: before.numTensors + 2,
      numDataBuffers: before.numDataBuffers + 1,
    });
    expect(tf.memory().numBytes - before.numBytes).toBe(8000);
    x.dispose();
    expect(backend.memory().usedBytes).toBeGreaterThanOrEqual(used + 4000);
    y.dispose();
    expect(backend.memory().usedBytes).toBe(used);
    expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers);
  });

  it('copies what it is given and what it hands out', async () => {
    await useOnednn();
    const source = Float32Array.of(1, 2, 3);
    const x = tf.tensor1d(source);
    source[0] = 9;
    const read = x.dataSync();
    read[1] = 9;
    expect(Array.from(x.dataSync())).toEqual([1, 2, 3]);
    x.dispose();
  });

  it('takes tensors over from other backends, complex ones too', async () => {
    await tf.setBackend('cpu');
    const x = tf.tensor1d([1, 2, 3]);
    const z = tf.complex([1, 2], [3, 4]);
    await useOnednn();
    expect(Array.from(tf.add(x, 1).dataSync())).toEqual([2, 3, 4]);
    expect(Array.from(tf.imag(z).dataSync())).toEqual([3, 4]);
    tf.dispose([x, z]);
  });

  it('makes no tensor of a shape that is none, and copies nothing outside of one', async () => {
    const backend = await useOnednn();
    for (const shape of [[2, NaN], [-1], [0.5, 2], [2 ** 30, 2 ** 30]]) {
      expect(() => backend.output(shape)).toThrow(`There is no tensor of the shape [${shape}].`);
    }
    const x = tf.ones([24, 40]);
    const pad = (after: number, before: number) =>
      tf.engine().runKernel(
        'PadV2',
        { x },
        {
          paddings: [
            [before, after],
            [0, 0],
          ],
          constantValue: 0,
        },
      );
    expect(() => pad(NaN, 1)).toThrow('There is no tensor of the shape [NaN,40].');
    expect(() => pad(1, -1)).toThrow('There is no byte -160 in a range of 3840 bytes.');
    x.dispose();
  });

  it('stores strings', async () => {
    await useOnednn();
    const x = tf.tensor1d(['a', 'ü']);
    expect(x.dataSync()).toEqual(['a', 'ü']);
    x.dispose();
  });

  it('counts the kernels that the cpu backend lends', async () => {
    const backend = await useOnednn();
    backend.fallbacks.reset();
    tf.tidy(() => tf.cumprod(tf.ones([70, 10])));
    expect(backend.fallbacks.report()).toEqual({ Cumprod: { calls: 1, largestSize: 700 } });
  });

  it('says how much memory is missing', async () => {
    const backend = await useOnednn();
    const limit = backend.memoryLimitBytes;
    backend.memoryLimitBytes = process.memoryUsage.rss() + (64 << 20);
    const count = tf.memory().numTensors;
    try {
      expect(() => tf.tidy(() => tf.zeros([32 << 20]))).toThrow(OnednnMemoryError);
      expect(() =>
        tf.tidy(() => tf.add(tf.zeros([64, 64 << 10]), tf.zeros([64, 8, 64 << 10]))),
      ).toThrow(
        /a tensor \[64,8,65536\] needs 128 MiB .* of the 64 along its first axis .* microBatches: \d/,
      );
    } finally {
      backend.memoryLimitBytes = limit;
    }
    expect(tf.memory().numTensors).toBe(count);
    expect(() => (backend.memoryLimitBytes = 0)).toThrow(RangeError);
  });
});
