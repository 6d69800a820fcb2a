import {
  AvgPool,
  AvgPool3D,
  AvgPool3DGrad,
  AvgPoolGrad,
  engine,
  mul,
  pad as padWith,
  slice,
  tensor,
  zeros,
} from '@tensorflow/tfjs-core';
import type { AvgPool3DAttrs, AvgPoolAttrs, GradConfig, Tensor } from '@tensorflow/tfjs-core';
import { poolAxes2d, poolAxes3d } from '../pool-axes.js';
import type { PoolAxis } from '../pool-axes.js';

type Pool = AvgPoolAttrs | AvgPool3DAttrs;

/**
 * Gradients of average pooling. An average is over the part of the window that lies in the image, while
 * the gradient kernels of TensorFlow.js divide by the size of the whole window, on every backend. Where
 * windows reach out of the image, dy is therefore multiplied by size / part, and the kernel is called
 * for the image that covers all windows, of which the gradient is the part that there is.
 */
const averagePoolGradient = <Attrs extends Pool>(
  kernelName: string,
  gradientKernel: string,
  axesOf: (shape: number[], attrs: Attrs) => readonly PoolAxis[],
): GradConfig => ({
  kernelName,
  inputsToSave: ['x'],
  gradFunc: (grad, [x], attrs) => {
    const dy = Array.isArray(grad) ? grad[0] : grad;
    const axes = axesOf(x.shape, attrs as unknown as Attrs);
    const run = (inputs: { dy: Tensor; input: Tensor }, pad: Pool['pad']): Tensor =>
      engine().runKernel(gradientKernel, inputs, { ...attrs, pad });
    const inside = axes.every((axis) => axis.before === 0 && coveredBy(axis) <= axis.length);
    if (inside) return { x: () => run({ dy, input: x }, 'valid') };
    return {
      x: () => {
        const [batch, channels] = [x.shape[0], x.shape[x.rank - 1]];
        const covered = axes.map(coveredBy);
        const input = zeros([batch, ...covered, channels]);
        const all = run({ dy: mul(dy, factors(axes)), input }, 'valid');
        const missing = axes.map(({ before, length }, i) =>
          Math.max(0, before + length - covered[i]),
        );
        const after = missing.map((count): [number, number] => [0, count]);
        const whole = missing.some((count) => count > 0)
          ? padWith(all, [[0, 0], ...after, [0, 0]])
          : all;
        return slice(whole, [0, ...axes.map(({ before }) => before), 0], x.shape);
      },
    };
  },
});

const coveredBy = ({ windows, size, stride }: PoolAxis): number => (windows - 1) * stride + size;

/** Size of the window / size of its part in the image, for every window: [1, ...windows, 1]. */
function factors(axes: readonly PoolAxis[]): Tensor {
  const values = axes
    .map(({ length, windows, size, stride, before }) =>
      Array.from({ length: windows }, (_, i) => {
        const start = i * stride - before;
        const part = Math.min(length, start + size) - Math.max(0, start);
        return part > 0 ? size / part : 0;
      }),
    )
    .reduce(
      (products, each) => products.flatMap((product) => each.map((one) => product * one)),
      [1],
    );
  return tensor(values, [1, ...axes.map(({ windows }) => windows), 1]);
}

/** Gradient of the average pooling of images [B,H,W,C]. */
export const averagePool2dGradient = averagePoolGradient<AvgPoolAttrs>(
  AvgPool,
  AvgPoolGrad,
  poolAxes2d,
);

/** Gradient of the average pooling of volumes [B,D,H,W,C]. */
export const averagePool3dGradient = averagePoolGradient<AvgPool3DAttrs>(
  AvgPool3D,
  AvgPool3DGrad,
  poolAxes3d,
);
