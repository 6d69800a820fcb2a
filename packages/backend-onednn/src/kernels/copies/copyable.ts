import type { TensorInfo } from '@tensorflow/tfjs-core';
import { util } from '@tensorflow/tfjs-core';
import { storageOf } from '../../memory/storage-of.js';
import { worthwhileSize } from '../kernel.js';
import { maximumRank } from './strided-copy.js';

/** Whether copying `size` elements of `x` in the library works and is worth a call. */
export function copyable(x: TensorInfo, size = util.sizeFromShape(x.shape)): boolean {
  return (
    storageOf(x.dtype) !== undefined && size >= worthwhileSize && x.shape.length <= maximumRank
  );
}
