import type { DataType } from '@tensorflow/tfjs-core';
import { Storage } from '../engine/storage.js';

/** How the elements of a numeric dtype are stored; undefined for complex64 and string. */
export function storageOf(dtype: DataType): Storage | undefined {
  if (dtype === 'float32') return Storage.f32;
  if (dtype === 'int32') return Storage.s32;
  if (dtype === 'bool') return Storage.u8;
  return undefined;
}
