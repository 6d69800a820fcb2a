import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor, Tensor4D, Variable } from '@tensorflow/tfjs-core';
import { random } from '../../testing/expect-same.js';
import { describeOnednn, useOnednn } from '../../testing/onednn.js';
import { variableGrads } from '../index.js';

function makeNetwork(): { variables: Variable[]; loss: () => Scalar } {
  const shapes = [[3, 3, 4, 4], [4], [3, 3, 4, 4], [256, 3]];
  const variables = shapes.map((shape, i) =>
    tf.tidy(() => tf.variable(tf.mul(random(shape, i + 1), 0.3))),
  );
  const loss = () => {
    const [k1, b, k2, w] = variables;
    const x = random([4, 8, 8, 4], 9) as Tensor4D;
    const h = tf.relu(tf.add(tf.conv2d(x, k1 as Tensor4D, 1, 'same'), b)) as Tensor4D;
    // The sum's gradient is its own incoming one, and h is used twice.
    const y = tf.add(h, tf.conv2d(h, k2 as Tensor4D, 1, 'same'));
    return tf.mean(
      tf.square(tf.matMul(tf.reshape(y, [4, 256]), w as Tensor<tf.Rank.R2>)),
    ) as Scalar;
  };
  return { variables, loss };
}

type Gradients = typeof tf.variableGrads;

function run(gradients: Gradients): { loss: number; grads: number[][] } {
  const { variables, loss } = makeNetwork();
  const before = tf.memory().numTensors;
  const { value, grads } = gradients(loss, variables);
  expect(tf.memory().numTensors).toBe(before + variables.length + 1);
  const result = {
    loss: value.dataSync()[0],
    grads: variables.map(({ name }) => Array.from(grads[name].dataSync())),
  };
  tf.dispose([value, grads, variables]);
  return result;
}

const backends = ['cpu', 'onednn'] as const;

describeOnednn('gradients with early release', () => {
  it.each(backends)('are those of tfjs-core, bit for bit, on %s', async (backend) => {
    await tf.setBackend(backend);
    expect(run(variableGrads)).toEqual(run(tf.variableGrads));
  });

  it('need less memory', async () => {
    const { onednn } = await useOnednn();
    const peak = (gradients: Gradients) => {
      onednn.pool.peakUsedBytes = 0;
      run(gradients);
      return onednn.pool.peakUsedBytes;
    };
    const [stock, early] = [peak(tf.variableGrads), peak(variableGrads)];
    expect(early).toBeLessThan(stock);
  });

  it('leave no tensor behind when the loss or a gradient throws', async () => {
    await useOnednn();
    const w = tf.variable(tf.scalar(1));
    const before = tf.memory().numTensors;
    const broken = tf.customGrad((...args) => ({
      value: tf.square(args[0] as unknown as Tensor),
      gradFunc: (): Tensor => {
        throw new Error('no gradient today');
      },
    }));
    expect(() => variableGrads(() => broken(tf.square(w)) as Scalar, [w])).toThrow('today');
    expect(() => variableGrads(() => tf.scalar(1), [w])).toThrow('none of the variables');
    expect(tf.memory().numTensors - before).toBeLessThanOrEqual(2);
    w.dispose();
  });

  it('work below another gradient', async () => {
    await useOnednn();
    const w = tf.variable(tf.scalar(3));
    const second = tf.tidy(() =>
      tf
        .grad((x) => variableGrads(() => tf.mul(tf.square(w), x) as Scalar, [w]).grads[w.name])(
          tf.scalar(2),
        )
        .dataSync(),
    );
    expect(second[0]).toBeCloseTo(6);
    w.dispose();
  });
});
