import {
  engine,
  MaxPool3D,
  MaxPool3DGrad,
  pad as padWith,
  reshape,
  slice,
} from '@tensorflow/tfjs-core';
import type { GradConfig, MaxPool3DAttrs, Tensor } from '@tensorflow/tfjs-core';
import { poolAxes3d } from '../pool-axes.js';
import type { PoolAxis } from '../pool-axes.js';

/** Pooling along one axis of [B,D,H,W,C], and the way back. */
interface Stage {
  readonly pooled: Tensor;
  gradient(dy: Tensor): Tensor;
}

/**
 * Gradient of the max pooling of volumes [B,D,H,W,C]. That of `cpu`, which `onednn` takes over, is lost
 * where height and width of the window differ and the height is more than 1. There one axis is pooled after the other, width
 * first: of equal numbers the last wins either way.
 */
export const maxPool3dGradient: GradConfig = {
  kernelName: MaxPool3D,
  inputsToSave: ['x'],
  outputsToSave: [true],
  gradFunc: (grad, [x, y], attrs) => {
    const dy = Array.isArray(grad) ? grad[0] : grad;
    const axes = poolAxes3d(x.shape, attrs as unknown as MaxPool3DAttrs);
    const [, { size: height }, { size: width }] = axes;
    if (height === width || height === 1) {
      return { x: () => engine().runKernel(MaxPool3DGrad, { dy, input: x, output: y }, attrs) };
    }
    return {
      x: () => {
        const stages: Stage[] = [];
        let input = x;
        for (const i of [2, 1, 0]) {
          stages.push(poolAlong(input, i + 1, axes[i]));
          input = stages[stages.length - 1].pooled;
        }
        return stages.reduceRight((each, stage) => stage.gradient(each), dy);
      },
    };
  },
};

/** The axis is made the depth of volumes without height, which the kernels get right. */
function poolAlong(
  x: Tensor,
  axis: number,
  { windows, size, stride, before, length }: PoolAxis,
): Stage {
  const after = Math.max(0, (windows - 1) * stride + size - before - length);
  const outside = x.shape.map((_, i): [number, number] => (i === axis ? [before, after] : [0, 0]));
  const padded = before + after > 0 ? padWith(x, outside, -Infinity) : x;
  const [outer, inner] = [x.shape.slice(0, axis), x.shape.slice(axis + 1)].map((part) =>
    part.reduce((product, n) => product * n, 1),
  );
  const volume = (count: number) => [outer, count, 1, inner, 1];
  const attrs = {
    filterSize: [size, 1, 1],
    strides: [stride, 1, 1],
    pad: 'valid',
    dataFormat: 'NDHWC',
  };
  const input = reshape(padded, volume(before + length + after));
  const output: Tensor = engine().runKernel(MaxPool3D, { x: input }, attrs);
  return {
    pooled: reshape(output, x.shape.with(axis, windows)),
    gradient: (dy) => {
      const inputs = { dy: reshape(dy, output.shape), input, output };
      const all: Tensor = engine().runKernel(MaxPool3DGrad, inputs, attrs);
      const begin = x.shape.map((_, i) => (i === axis ? before : 0));
      return slice(reshape(all, padded.shape), begin, x.shape);
    },
  };
}
