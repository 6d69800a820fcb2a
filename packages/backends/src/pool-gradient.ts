import type { PoolAxis } from './pool-axes.js';

/** A pooling of volumes [B, D, H, W, C]. */
export interface PoolSizes {
  readonly batch: number;
  readonly channels: number;
  /** Depth, height and width. */
  readonly axes: readonly [PoolAxis, PoolAxis, PoolAxis];
}

/**
 * Adds every number of dy [B, D', H', W', C] to dx [B, D, H, W, C] where the window it belongs to has
 * its largest value in x, the first of equal ones; NaN is no largest value.
 */
export function spreadToMaxima(
  { batch, channels, axes }: PoolSizes,
  dy: Readonly<Float32Array>,
  x: Readonly<Record<number, number>>,
  dx: Float32Array,
): void {
  const [{ length: depth }, { length: height }, { length: width }] = axes;
  const largest = new Float32Array(channels);
  const places = new Int32Array(channels);
  let out = 0;
  for (let b = 0; b < batch; b++) {
    for (let p = 0; p < axes[0].windows; p++) {
      const [fromD, toD] = inside(p, axes[0]);
      for (let q = 0; q < axes[1].windows; q++) {
        const [fromH, toH] = inside(q, axes[1]);
        for (let r = 0; r < axes[2].windows; r++, out += channels) {
          const [fromW, toW] = inside(r, axes[2]);
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
function inside(
  window: number,
  { stride, before, size, length }: PoolAxis,
): readonly [number, number] {
  const start = window * stride - before;
  return [Math.max(0, start), Math.min(length, start + size)];
}
