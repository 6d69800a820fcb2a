import { Cast, OneHot } from '@tensorflow/tfjs-core';
import type { OneHotAttrs } from '@tensorflow/tfjs-core';
import { compose } from '../compose.js';
import { replacedKernel } from '../wasm-kernel.js';
import type { Tensors } from '../wasm-kernel.js';

/**
 * Rows with `onValue` at their index and `offValue` elsewhere. The published kernel writes integers
 * whatever the type, so that float32 targets, and with them training losses, come out as numbers near
 * 1e-45; here other types than int32 are off + (on - off) · the rows of 0 and 1.
 */
export const oneHot = replacedKernel<Tensors<'indices'>, OneHotAttrs>(OneHot, (args, stock) => {
  const { inputs, attrs, backend } = args;
  const { dtype, depth, onValue, offValue } = attrs;
  if (dtype === 'int32') return stock(args);
  return compose(backend, (k) => {
    const bits = { dtype: 'int32', depth, onValue: 1, offValue: 0 } as const;
    const hot = k.own(stock({ inputs, backend, attrs: bits }));
    if (dtype !== 'float32') return k.run(Cast, { x: hot }, { dtype });
    const rows = k.run(Cast, { x: hot }, { dtype });
    const scaled = k.multiply(rows, k.fill([], onValue - offValue));
    return k.run('Add', { a: scaled, b: k.fill([], offValue) });
  });
});
