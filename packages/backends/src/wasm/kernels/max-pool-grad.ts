import { MaxPool3DGrad, MaxPoolGrad } from '@tensorflow/tfjs-core';
import type { MaxPool3DGradAttrs, MaxPoolGradAttrs, TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { poolAxes2d, poolAxes3d } from '../../pool-axes.js';
import type { PoolAxis } from '../../pool-axes.js';
import { spreadToMaxima } from '../../pool-gradient.js';
import type { PoolSizes } from '../../pool-gradient.js';
import { replacedKernel } from '../wasm-kernel.js';
import type { Tensors } from '../wasm-kernel.js';

type Inputs = Tensors<'dy' | 'input' | 'output'>;

/** An image is a volume of depth 1. */
const flat: PoolAxis = { length: 1, windows: 1, size: 1, stride: 1, before: 0 };

/**
 * Gradient of max pooling of images [B,H,W,C]: each number of dy goes to the largest value of its
 * window. The published kernel finds none in windows of negative values, and loses their gradients.
 */
export const maxPoolGrad = replacedKernel<Inputs, MaxPoolGradAttrs>(
  MaxPoolGrad,
  ({ inputs, attrs, backend }) =>
    gradient(backend, inputs, [flat, ...poolAxes2d(inputs.input.shape, attrs)]),
);

/** Gradient of max pooling of volumes [B,D,H,W,C]. */
export const maxPool3DGrad = replacedKernel<Inputs, MaxPool3DGradAttrs>(
  MaxPool3DGrad,
  ({ inputs, attrs, backend }) => gradient(backend, inputs, poolAxes3d(inputs.input.shape, attrs)),
);

function gradient(
  backend: BackendWasm,
  { dy, input }: Inputs,
  axes: PoolSizes['axes'],
): TensorInfo {
  const dx = backend.makeOutput(input.shape, 'float32');
  const sums = (backend.typedArrayFromHeap(dx) as Float32Array).fill(0);
  const given = backend.typedArrayFromHeap(dy) as Float32Array;
  const sizes = { batch: input.shape[0], channels: input.shape[input.shape.length - 1], axes };
  spreadToMaxima(sizes, given, backend.typedArrayFromHeap(input), sums);
  return dx;
}
