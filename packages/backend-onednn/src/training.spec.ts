import * as tf from '@tensorflow/tfjs-core';
import type { Tensor2D, Tensor4D, Variable } from '@tensorflow/tfjs-core';
import { random } from '../testing/expect-same.js';
import { describeOnednn, useOnednn } from '../testing/onednn.js';

interface Network {
  readonly variables: Variable[];
  loss(): tf.Scalar;
  dispose(): void;
}

/** Two convolutions, pooling and a linear layer on eight random images. */
function makeNetwork(): Network {
  const shapes = [[3, 3, 2, 4], [4], [3, 3, 4, 6], [6], [24, 5], [5]];
  const variables = shapes.map((shape, i) =>
    tf.tidy(() => tf.variable(tf.mul(random(shape, i + 10), shape.length === 1 ? 0 : 0.2))),
  );
  const images = tf.keep(random([8, 8, 8, 2], 1)) as Tensor4D;
  const labels = tf.tidy(() =>
    tf.keep(
      tf.oneHot(
        tf.tensor1d(
          [...Array(8).keys()].map((i) => i % 5),
          'int32',
        ),
        5,
      ),
    ),
  );
  const loss = () => {
    const [k1, b1, k2, b2, w, b] = variables;
    let x: tf.Tensor = tf.relu(tf.add(tf.conv2d(images, k1 as Tensor4D, 1, 'same'), b1));
    x = tf.maxPool(x as Tensor4D, 2, 2, 'valid');
    x = tf.relu(tf.add(tf.conv2d(x as Tensor4D, k2 as Tensor4D, 2, 'same'), b2));
    const logits = tf.add(tf.matMul(tf.reshape(x, [8, 24]), w as unknown as Tensor2D), b);
    const picked = tf.sum(tf.mul(tf.logSoftmax(logits), tf.cast(labels, 'float32')), -1);
    return tf.neg(tf.mean(picked)) as tf.Scalar;
  };
  return { variables, loss, dispose: () => tf.dispose([variables, images, labels]) };
}

/** Losses of plain gradient descent; everything is disposed of. */
async function train(backend: string, steps: number, threads = 1): Promise<number[]> {
  if (backend === 'onednn') await useOnednn(threads);
  else await tf.setBackend(backend);
  const losses: number[] = [];
  tf.engine().startScope();
  const { variables, loss, dispose } = makeNetwork();
  const settled: number[] = [];
  for (let i = 0; i < steps; i++) {
    const { value, grads } = tf.variableGrads(loss, variables);
    losses.push(value.dataSync()[0]);
    tf.tidy(() => {
      for (const v of variables) v.assign(tf.sub(v, tf.mul(grads[v.name], 0.1)));
    });
    tf.dispose([value, grads]);
    settled.push(tf.memory().numTensors);
  }
  expect(new Set(settled).size).toBe(1);
  dispose();
  tf.engine().endScope();
  return losses;
}

describeOnednn('training', () => {
  it('follows the losses of cpu over 50 steps', async () => {
    const [expected, actual] = [await train('cpu', 50), await train('onednn', 50)];
    expect(actual[49]).toBeLessThan(actual[0] / 2);
    actual.forEach((loss, i) => expect(Math.abs(loss - expected[i])).toBeLessThan(1e-3));
  });

  it('repeats itself bit for bit', async () => {
    expect(await train('onednn', 10)).toEqual(await train('onednn', 10));
  });

  it('holds no more memory after 2,000 steps than after 20, and prepares nothing anew', async () => {
    const backend = await useOnednn();
    await train('onednn', 20);
    const { usedBytes, reservedBytes } = backend.memory();
    const { misses } = backend.onednn.primitives;
    await train('onednn', 2000);
    expect(backend.memory()).toMatchObject({ usedBytes, reservedBytes });
    expect(backend.onednn.primitives.misses).toBe(misses);
  });

  it('takes any number of threads, and comes to the same', async () => {
    const backend = await useOnednn();
    const alone = await train('onednn', 3);
    const together = await train('onednn', 3, 2);
    expect([backend.threads, backend.grain]).toEqual([2, 'fine']);
    expect(await train('onednn', 3, 2)).toEqual(together);
    alone.forEach((loss, i) => expect(loss).toBeCloseTo(together[i], 4));
  });

  it('leaves no large tensor to the cpu kernels', async () => {
    const backend = await useOnednn();
    backend.fallbacks.reset();
    await train('onednn', 2);
    const large = Object.entries(backend.fallbacks.report()).filter(([, c]) => c.largestSize > 200);
    expect(large).toEqual([]);
  });
});
