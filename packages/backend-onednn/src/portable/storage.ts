import type { DataType } from '@tensorflow/tfjs-core';

/** How the elements of a block are stored. The numbers are those of `dnnl_data_type_t`, in 2.x and 3.x. */
export const Storage = { bf16: 2, f32: 3, s32: 4, u8: 6 } as const;
export type Storage = (typeof Storage)[keyof typeof Storage];

export const storageBytes: Readonly<Record<Storage, number>> = { 2: 2, 3: 4, 4: 4, 6: 1 };

/** How the elements of a numeric dtype are stored; undefined for complex64 and string. */
export function storageOf(dtype: DataType): Storage | undefined {
  if (dtype === 'float32') return Storage.f32;
  if (dtype === 'int32') return Storage.s32;
  if (dtype === 'bool') return Storage.u8;
  return undefined;
}

/** What floats are computed in together: bf16 where all are stored so, else f32. */
export function commonStorage(...tensors: readonly { readonly storage: Storage }[]): Storage {
  const halved = tensors.length > 0 && tensors.every(({ storage }) => storage === Storage.bf16);
  return halved ? Storage.bf16 : Storage.f32;
}
