import type { Onednn } from '../../engine/onednn.js';
import { rowMajor } from '../../engine/descriptor.js';
import { stridedCopy } from '../copies/strided-copy.js';
import type { ConvolutionGeometry } from './geometry.js';

/** Neighbouring taps of one filter position that lie inside the image, along one axis. */
interface Run {
  /** First output position, and how many there are. */
  readonly out: number;
  readonly count: number;
  /** Input position of the first tap. */
  readonly into: number;
}

/**
 * Writes the image patches under each position of the filter as rows [N · OH · OW, KH · KW · C]; taps
 * outside of the image are left as they are, which should be 0. Images are NHWC.
 */
export function unfold(
  onednn: Onednn,
  { inShape, outShape, filterShape, strides, dilations, before, source }: ConvolutionGeometry,
  from: number,
  to: number,
): void {
  const [batch, height, width, channels] = inShape;
  const [, outHeight, outWidth] = outShape;
  const [filterHeight, filterWidth] = filterShape;
  const rowLength = filterHeight * filterWidth * channels;
  const fromStrides = rowMajor([batch, height, width, channels]);
  const toStrides = rowMajor([batch, outHeight, outWidth, rowLength]);
  const runsAlong = (axis: number, tap: number, size: number, outSize: number): Run[] => {
    const stride = strides[axis];
    const start = tap * (dilations[axis] + 1) - before[axis];
    const out = Math.max(0, Math.ceil(-start / stride));
    const end = Math.min(outSize, Math.ceil((size - start) / stride));
    const run = (from: number, to: number) => ({
      out: from,
      count: to - from,
      into: start + from * stride,
    });
    if (end <= out) return [];
    // The library takes no window whose last step reaches beyond the axis, even where nothing lies there.
    const fits = (end - out) * stride <= size;
    return fits
      ? [run(out, end)]
      : [run(out, end - 1), run(end - 1, end)].filter((r) => r.count > 0);
  };
  for (let i = 0; i < filterHeight; i++) {
    for (let j = 0; j < filterWidth; j++) {
      const tap = (i * filterWidth + j) * channels;
      for (const rows of runsAlong(0, i, height, outHeight)) {
        for (const columns of runsAlong(1, j, width, outWidth)) copy(rows, columns, tap);
      }
    }
  }

  function copy(rows: Run, columns: Run, tap: number): void {
    stridedCopy(
      onednn,
      source.storage,
      [batch, rows.count, columns.count, channels],
      {
        address: from,
        offset: rows.into * fromStrides[1] + columns.into * fromStrides[2],
        strides: [fromStrides[0], strides[0] * fromStrides[1], strides[1] * fromStrides[2], 1],
      },
      {
        address: to,
        offset: rows.out * toStrides[1] + columns.out * toStrides[2] + tap,
        strides: toStrides,
      },
    );
  }
}
