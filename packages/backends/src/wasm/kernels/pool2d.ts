import { AvgPool, MaxPool } from '@tensorflow/tfjs-core';
import type { AvgPoolAttrs, TensorInfo } from '@tensorflow/tfjs-core';
import { poolAxes2d } from '../../pool-axes.js';
import { onHost } from '../../on-host.js';
import { replacedKernel } from '../wasm-kernel.js';
import type { Tensors } from '../wasm-kernel.js';

/**
 * Pooling of images [B,H,W,C]. The published kernel reads float32 numbers only, and beyond the image
 * where a window lies outside of it; both are left to the cpu backend.
 */
const pool = (kernelName: string) =>
  replacedKernel<Tensors<'x'>, AvgPoolAttrs>(kernelName, (args, stock) => {
    const { inputs, attrs } = args;
    const inside = poolAxes2d(inputs.x.shape, attrs).every(
      ({ before, windows, stride, size, length }) =>
        before < size && (windows - 1) * stride - before < length,
    );
    if (inside && inputs.x.dtype === 'float32') return stock(args);
    return onHost(kernelName, args) as TensorInfo;
  });

/** Largest values of windows. */
export const maxPool = pool(MaxPool);

/** Averages of windows, over what lies in the image. */
export const avgPool = pool(AvgPool);
