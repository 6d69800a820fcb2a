/** How pixels in between are made. */
export type Interpolation = 'nearest' | 'bilinear' | 'bicubic';

/** A function of the distance in pixels, and where it ends. */
interface Filter {
  readonly support: number;
  readonly weight: (x: number) => number;
}

/** Keys' cubic with a = −0.5. */
function cubic(x: number): number {
  const [a, t] = [-0.5, Math.abs(x)];
  if (t < 1) return ((a + 2) * t - (a + 3)) * t * t + 1;
  return t < 2 ? (((t - 5) * t + 8) * t - 4) * a : 0;
}

const filters: Readonly<Record<Exclude<Interpolation, 'nearest'>, Filter>> = {
  bilinear: { support: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) },
  bicubic: { support: 2, weight: cubic },
};

/** Bits behind the point of the weights. */
export const precision = 22;

/** For each pixel of the result from which of the image on it is a sum, and of how many. */
export interface Sums {
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** [length of the result, most], fixed-point. */
  readonly weights: Int32Array;
  readonly most: number;
}

/** Where `start` to `start + length` of an axis of `size` pixels becomes `to` pixels. */
export function planSums(
  interpolation: keyof typeof filters,
  size: number,
  to: number,
  [left, width]: readonly [number, number],
): Sums {
  const { support, weight } = filters[interpolation];
  // Pillow's windows are float32
  const start = Math.fround(left);
  const scale = Math.fround(Math.fround(left + width) - start) / to;
  // where the image shrinks the filter widens, so that no pixel is passed over
  const stretch = Math.max(scale, 1);
  const reach = support * stretch;
  const most = Math.ceil(reach) * 2 + 1;
  const sums = {
    first: new Int32Array(to),
    count: new Int32Array(to),
    weights: new Int32Array(to * most),
    most,
  };
  const shares = new Float64Array(most);
  for (let i = 0; i < to; i++) {
    const centre = start + (i + 0.5) * scale;
    const first = Math.max(0, Math.trunc(centre - reach + 0.5));
    const end = Math.min(size, Math.trunc(centre + reach + 0.5));
    let total = 0;
    for (let k = 0; k < end - first; k++) {
      shares[k] = weight((first + k - centre + 0.5) / stretch);
      total += shares[k];
    }
    sums.first[i] = first;
    sums.count[i] = end - first;
    for (let k = 0; k < end - first; k++) {
      const share = (total === 0 ? shares[k] : shares[k] / total) * 2 ** precision;
      sums.weights[i * most + k] = Math.trunc(share + (share < 0 ? -0.5 : 0.5));
    }
  }
  return sums;
}
