/** Drops axes of size 1 and joins neighbours that run on in both windows: fewer, faster loops. */
export function mergeAxes(
  dims: readonly number[],
  from: readonly number[],
  to: readonly number[],
): { dims: number[]; from: number[]; to: number[] } {
  const merged = { dims: [] as number[], from: [] as number[], to: [] as number[] };
  for (let axis = dims.length - 1; axis >= 0; axis--) {
    if (dims[axis] === 1) continue;
    const [size, a, b] = [merged.dims[0], merged.from[0], merged.to[0]];
    if (merged.dims.length > 0 && from[axis] === a * size && to[axis] === b * size) {
      merged.dims[0] *= dims[axis];
    } else {
      merged.dims.unshift(dims[axis]);
      merged.from.unshift(from[axis]);
      merged.to.unshift(to[axis]);
    }
  }
  return merged.dims.length > 0 ? merged : { dims: [1], from: [1], to: [1] };
}
