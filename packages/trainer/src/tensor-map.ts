/** A tensor outside any backend: `data` holds the product of `shape` elements, row-major. */
export type PlainTensor =
  | { dtype: 'float32'; shape: readonly number[]; data: Float32Array }
  | { dtype: 'float64'; shape: readonly number[]; data: Float64Array }
  | { dtype: 'int32'; shape: readonly number[]; data: Int32Array }
  | { dtype: 'uint8' | 'bool'; shape: readonly number[]; data: Uint8Array };

/** Tensors by name. */
export type TensorMap = Readonly<Record<string, PlainTensor>>;

export type DType = PlainTensor['dtype'];

/** How each element type is called in a safetensors header, and how many bytes one element takes. */
export const dtypes: Readonly<Record<DType, { code: string; elementBytes: number }>> = {
  float64: { code: 'F64', elementBytes: 8 },
  float32: { code: 'F32', elementBytes: 4 },
  int32: { code: 'I32', elementBytes: 4 },
  uint8: { code: 'U8', elementBytes: 1 },
  bool: { code: 'BOOL', elementBytes: 1 },
};

/** The element type that a safetensors header calls `code`, or undefined if it is not supported. */
export function dtypeOfCode(code: unknown): DType | undefined {
  return (Object.keys(dtypes) as DType[]).find((dtype) => dtypes[dtype].code === code);
}

/** The number of elements of a shape: 1 for a scalar's `[]`. */
export function sizeOfShape(shape: readonly number[]): number {
  return shape.reduce((size, dimension) => size * dimension, 1);
}

/** Copies `bytes` (little-endian) into a tensor of this type and shape. */
export function tensorFromBytes(
  dtype: DType,
  shape: readonly number[],
  bytes: Uint8Array,
): PlainTensor {
  // a copy, so that the array is aligned and does not keep the file alive; Buffer's slice() makes none
  const { buffer } = new Uint8Array(bytes);
  switch (dtype) {
    case 'float64':
      return { dtype, shape, data: new Float64Array(buffer) };
    case 'float32':
      return { dtype, shape, data: new Float32Array(buffer) };
    case 'int32':
      return { dtype, shape, data: new Int32Array(buffer) };
    case 'uint8':
    case 'bool':
      return { dtype, shape, data: new Uint8Array(buffer) };
  }
}
