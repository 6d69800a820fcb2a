import { Storage } from '../engine/storage.js';
import type { TensorData } from './tensor-data.js';

/** What floats are computed in together: bf16 where all are stored so, else f32. */
export function commonStorage(...tensors: readonly TensorData[]): Storage {
  const halved = tensors.length > 0 && tensors.every(({ storage }) => storage === Storage.bf16);
  return halved ? Storage.bf16 : Storage.f32;
}
