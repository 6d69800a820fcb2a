/** `dnnl_data_type_t`: how the elements of a block are stored. The same in oneDNN 2.x and 3.x. */
export const Storage = { bf16: 2, f32: 3, s32: 4, u8: 6 } as const;
export type Storage = (typeof Storage)[keyof typeof Storage];

export const storageBytes: Readonly<Record<Storage, number>> = { 2: 2, 3: 4, 4: 4, 6: 1 };
