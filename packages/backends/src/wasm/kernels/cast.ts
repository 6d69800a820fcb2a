import { Cast, Identity } from '@tensorflow/tfjs-core';
import type { CastAttrs } from '@tensorflow/tfjs-core';
import { compose } from '../compose.js';
import { replacedKernel } from '../wasm-kernel.js';
import type { Tensors } from '../wasm-kernel.js';

/**
 * Conversion to another type. To the type that the tensor has, nothing is copied; to bool, every
 * number but zero becomes 1, where the published kernel keeps the low byte.
 */
export const cast = replacedKernel<Tensors<'x'>, CastAttrs>(Cast, (args, stock) => {
  const { inputs, attrs, backend } = args;
  const { x } = inputs;
  if (x.dtype === attrs.dtype) return compose(backend, (k) => k.run(Identity, { x }));
  if (attrs.dtype === 'bool') {
    return compose(backend, (k) => {
      const zero = k.run('ZerosLike', { x });
      return k.run('NotEqual', { a: x, b: zero });
    });
  }
  return stock(args);
});
