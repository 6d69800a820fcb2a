import type { TensorInfo } from '@tensorflow/tfjs-core';
import { withShape } from './compose.js';
import type { Kernels } from './compose.js';

/**
 * Puts every pixel of x [B,P,Q,C] at the top left of a cell of `rows` × `columns` zeros:
 * [B, P·rows, Q·columns, C]. It undoes the stride of a convolution.
 */
export function spread(k: Kernels, x: TensorInfo, rows: number, columns: number): TensorInfo {
  if (rows === 1 && columns === 1) return x;
  const [batch, height, width, channels] = x.shape;
  const padded = k.pad(withShape(x, [batch * height, 1, width, channels]), [
    [0, 0],
    [0, rows - 1],
    [0, 0],
    [0, (columns - 1) * channels],
  ]);
  return withShape(padded, [batch, height * rows, width * columns, channels]);
}

/**
 * Shifts and resizes images to [B, height, width, C]: `top` and `left` rows and columns of zeros come
 * first (negative: rows and columns are cut), and the end is cut or filled with zeros.
 */
export function reframe(
  k: Kernels,
  x: TensorInfo,
  [top, left]: readonly [number, number],
  [height, width]: readonly [number, number],
): TensorInfo {
  const [batch, oldHeight, oldWidth, channels] = x.shape;
  const bottom = height - top - oldHeight;
  const right = width - left - oldWidth;
  const most = (n: number) => Math.max(0, n);
  const padded =
    most(top) + most(bottom) + most(left) + most(right) === 0
      ? x
      : k.pad(x, [
          [0, 0],
          [most(top), most(bottom)],
          [most(left), most(right)],
          [0, 0],
        ]);
  if (padded.shape[1] === height && padded.shape[2] === width) return padded;
  return k.slice(padded, [0, most(-top), most(-left), 0], [batch, height, width, channels]);
}
