/** Sizes of a pooling of volumes [B, D, H, W, C], by axis from depth to width. */
export interface PoolSizes {
  readonly batch: number;
  readonly channels: number;
  readonly input: readonly [number, number, number];
  readonly output: readonly [number, number, number];
  readonly filter: readonly [number, number, number];
  readonly strides: readonly [number, number, number];
  /** How far the first window reaches out of the volume. */
  readonly before: readonly [number, number, number];
}

/**
 * Adds every number of dy [B, D', H', W', C] to dx [B, D, H, W, C] where the window it belongs to has
 * its largest value in x, the first of equal ones; NaN is no largest value.
 */
export function spreadToMaxima(
  { batch, channels, input, output, filter, strides, before }: PoolSizes,
  dy: Readonly<Float32Array>,
  x: Readonly<Record<number, number>>,
  dx: Float32Array,
): void {
  const [depth, height, width] = input;
  const largest = new Float32Array(channels);
  const places = new Int32Array(channels);
  let out = 0;
  for (let b = 0; b < batch; b++) {
    for (let p = 0; p < output[0]; p++) {
      const [fromD, toD] = inside(p * strides[0] - before[0], filter[0], depth);
      for (let q = 0; q < output[1]; q++) {
        const [fromH, toH] = inside(q * strides[1] - before[1], filter[1], height);
        for (let r = 0; r < output[2]; r++, out += channels) {
          const [fromW, toW] = inside(r * strides[2] - before[2], filter[2], width);
          if (fromD >= toD || fromH >= toH || fromW >= toW) continue;
          largest.fill(-Infinity);
          const first = (((b * depth + fromD) * height + fromH) * width + fromW) * channels;
          for (let c = 0; c < channels; c++) places[c] = first + c;
          for (let d = fromD; d < toD; d++) {
            for (let h = fromH; h < toH; h++) {
              let at = (((b * depth + d) * height + h) * width + fromW) * channels;
              for (let w = fromW; w < toW; w++) {
                for (let c = 0; c < channels; c++, at++) {
                  if (x[at] > largest[c]) {
                    largest[c] = x[at];
                    places[c] = at;
                  }
                }
              }
            }
          }
          for (let c = 0; c < channels; c++) dx[places[c]] += dy[out + c];
        }
      }
    }
  }
}

/** The part of a window that lies in the volume, along one axis. */
function inside(start: number, size: number, length: number): readonly [number, number] {
  return [Math.max(0, start), Math.min(length, start + size)];
}
