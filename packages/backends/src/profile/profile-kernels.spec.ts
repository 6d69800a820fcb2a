import * as tf from '@tensorflow/tfjs';
import { profileKernels } from './profile-kernels.js';

beforeAll(() => tf.setBackend('cpu'));

const costOf = (name: string, work: () => void) =>
  profileKernels(() => tf.tidy(work)).kernels.find(({ kernelName }) => kernelName === name)!;

describe('profileKernels', () => {
  it('counts calls, operations and bytes', () => {
    const [a, b] = [tf.ones([3, 4]), tf.ones([4, 5])];
    const cost = costOf('BatchMatMul', () => {
      tf.matMul(a, b);
      tf.matMul(b, a, true, true);
    });
    expect(cost).toMatchObject({ calls: 2, operations: 2 * (2 * 3 * 4 * 5) });
    expect(cost.bytes).toBe(2 * 4 * (12 + 20 + 15));
    expect(cost.milliseconds).toBeGreaterThan(0);
  });

  it.each([
    ['Conv2D', 1, 3],
    ['DepthwiseConv2dNative', 2, 1],
  ])('counts the operations of %s and its gradients', (name, multiplier, perChannel) => {
    const x = tf.ones<tf.Rank.R4>([2, 6, 6, 3]);
    const filter = tf.ones<tf.Rank.R4>([3, 3, 3, name === 'Conv2D' ? 4 : multiplier]);
    const convolve = name === 'Conv2D' ? tf.conv2d : tf.depthwiseConv2d;
    const { kernels } = profileKernels(() =>
      tf.tidy(
        () =>
          void tf.grads((p, q) => tf.sum(convolve(p as tf.Tensor4D, q as tf.Tensor4D, 1, 'valid')))(
            [x, filter],
          ),
      ),
    );
    const outputs = 2 * 4 * 4 * (name === 'Conv2D' ? 4 : 6);
    const convolutions = kernels.filter(({ kernelName }) => kernelName.startsWith(name));
    expect(convolutions).toHaveLength(3);
    for (const { operations } of convolutions)
      expect(operations).toBe(2 * outputs * 9 * perChannel);
  });

  it('knows no operations of what memory limits, and takes missing and listed inputs', () => {
    const cost = costOf('Concat', () => void tf.concat([tf.ones([2]), tf.ones([3])]));
    expect(cost).toMatchObject({ calls: 1, operations: undefined, bytes: 4 * 10 });
  });

  it('leaves the kernels as they were, also after an error', () => {
    const kernel = () => tf.getKernel('BatchMatMul', 'cpu').kernelFunc;
    const before = kernel();
    profileKernels(() => {});
    const failing = () =>
      profileKernels(() => {
        throw new Error('no');
      });
    expect(failing).toThrow('no');
    expect(kernel()).toBe(before);
  });

  it('spends no more time in kernels than there was', () => {
    const { milliseconds, kernels } = profileKernels(() => {
      tf.tidy(() => void tf.logSoftmax(tf.ones([50, 50])));
    });
    const sum = kernels.reduce((total, cost) => total + cost.milliseconds, 0);
    expect(sum).toBeLessThanOrEqual(milliseconds);
    expect(sum).toBeGreaterThan(0);
  });
});
