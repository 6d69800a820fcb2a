import { MaxPool3DGrad, MaxPoolGrad } from '@tensorflow/tfjs-core';
import type { MaxPool3DGradAttrs, MaxPoolGradAttrs, TensorInfo } from '@tensorflow/tfjs-core';
import { poolAxes2d, poolAxes3d } from '../pool-axes.js';
import { spreadToMaxima } from '../pool-gradient.js';
import type { PoolSizes } from '../pool-gradient.js';
import { changedKernel } from './changed-kernel.js';
import type { Call } from './changed-kernel.js';

/** Gradient of max pooling of images [B,H,W,C]; tfjs-node's knows no borders but `'same'`. */
export const maxPoolGrad = changedKernel(MaxPoolGrad, (call, stock) => {
  const attrs = call.attrs as unknown as MaxPoolGradAttrs;
  if (attrs.pad === 'valid' || attrs.pad === 'same') return stock();
  const flat = { length: 1, windows: 1, size: 1, stride: 1, before: 0 };
  return gradient(call, [flat, ...poolAxes2d(call.inputs.input.shape, attrs)]);
});

/**
 * Gradient of max pooling of volumes [B,D,H,W,C]. TensorFlow's gives the whole of dy to every one of
 * several equal maxima, such as the zeros after a ReLU; here the first gets it, as with images.
 */
export const maxPool3DGrad = changedKernel(MaxPool3DGrad, (call) =>
  gradient(call, poolAxes3d(call.inputs.input.shape, call.attrs as unknown as MaxPool3DGradAttrs)),
);

function gradient({ inputs, backend }: Call, axes: PoolSizes['axes']): TensorInfo {
  const { dy, input } = inputs;
  const { shape, size } = input;
  const dx = new Float32Array(size);
  const sizes = { batch: shape[0], channels: shape[shape.length - 1], axes };
  const read = (x: TensorInfo) => backend.readSync(x.dataId) as Float32Array;
  spreadToMaxima(sizes, read(dy), read(input), dx);
  return { dataId: backend.write(dx, shape, 'float32'), shape, dtype: 'float32' };
}
