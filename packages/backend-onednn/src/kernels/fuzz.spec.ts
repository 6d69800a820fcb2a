import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { expectSame, random } from '../../testing/expect-same.js';
import { makeDice } from '../../testing/mutations.js';
import { describeOnednn } from '../../testing/onednn.js';

const rounds = 25;

describeOnednn('kernels on random shapes', () => {
  it('convolve and differentiate as cpu does', async () => {
    const roll = makeDice(1);
    for (let i = 1; i <= rounds; i++) {
      const [kh, kw, channels, depthwise] = [roll(1, 4), roll(1, 3), roll(1, 20), roll(0, 3) === 0];
      const x = [roll(1, 3), roll(kh, 9), roll(kw, 9), channels];
      const filter = [kh, kw, channels, depthwise ? roll(1, 3) : roll(1, 20)];
      const strides: [number, number] = [roll(1, 3), roll(1, 3)];
      // Depthwise strides must be equal in tfjs.
      if (depthwise) strides[1] = strides[0];
      const pad = roll(0, 1) ? 'same' : 'valid';
      const convolve = depthwise ? tf.depthwiseConv2d : tf.conv2d;
      const loss = (a: Tensor, b: Tensor) =>
        tf.sum(tf.square(convolve(a as Tensor4D, b as Tensor4D, strides, pad)));
      await expectSame(() => tf.grads(loss)([random(x, i), random(filter, i + 1)]), 3e-5);
    }
  });

  it('broadcast as cpu does', async () => {
    const roll = makeDice(2);
    for (let i = 1; i <= rounds; i++) {
      const shape = Array.from({ length: roll(1, 5) }, () => roll(1, 9));
      const thin = () =>
        shape.map((size) => (roll(0, 2) ? size : 1)).slice(roll(0, shape.length - 1));
      const [a, b] = [thin(), thin()];
      const operation = [tf.add, tf.sub, tf.mul, tf.div][roll(0, 3)];
      await expectSame(() => operation(random(a, i), tf.add(tf.abs(random(b, i + 1)), 0.5)));
    }
  });

  it('reduce as cpu does', async () => {
    const roll = makeDice(3);
    for (let i = 1; i <= rounds; i++) {
      const shape = Array.from({ length: roll(1, 5) }, () => roll(1, 9));
      const axis = shape.map((_, k) => k).filter(() => roll(0, 1));
      const reduce = [tf.sum, tf.mean, tf.max][roll(0, 2)];
      const keepDims = roll(0, 1) === 1;
      await expectSame(() => reduce(random(shape, i), axis, keepDims), 2e-5);
    }
  });

  it('multiply matrices as cpu does', async () => {
    const roll = makeDice(4);
    for (let i = 1; i <= rounds; i++) {
      const [batch, m, k, n] = [roll(1, 4), roll(1, 40), roll(1, 40), roll(1, 40)];
      const [ta, tb] = [roll(0, 1) === 1, roll(0, 1) === 1];
      const a = [batch, ...(ta ? [k, m] : [m, k])];
      const b = [roll(0, 1) ? batch : 1, ...(tb ? [n, k] : [k, n])];
      await expectSame(() => tf.matMul(random(a, i), random(b, i + 1), ta, tb));
    }
  });

  it('move data as cpu does', async () => {
    const roll = makeDice(5);
    for (let i = 1; i <= rounds; i++) {
      const shape = Array.from({ length: roll(1, 5) }, () => roll(2, 8));
      const perm = shape.map((_, k) => k).sort(() => roll(0, 1) - 0.5);
      const begin = shape.map((size) => roll(0, size - 1));
      const size = shape.map((s, k) => roll(1, s - begin[k]));
      const paddings = shape.map((): [number, number] => [roll(0, 2), roll(0, 2)]);
      await expectSame(() => {
        const x = random(shape, i);
        return [tf.transpose(x, perm), tf.slice(x, begin, size), tf.pad(x, paddings)];
      }, 0);
    }
  });
});
