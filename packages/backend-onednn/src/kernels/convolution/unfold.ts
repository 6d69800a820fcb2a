import type { Onednn } from '../../engine/onednn.js';
import { rowMajor } from '../../engine/descriptor.js';
import { stridedCopy } from '../copies/strided-copy.js';
import type { ConvolutionGeometry } from './geometry.js';

/** Where the taps of one filter position meet the image along one axis. */
interface Run {
  /** First output position whose tap lies inside the image, and how many do. */
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
  const runAlong = (axis: number, tap: number, size: number, outSize: number): Run => {
    const start = tap * (dilations[axis] + 1) - before[axis];
    const out = Math.max(0, Math.ceil(-start / strides[axis]));
    const end = Math.min(outSize, Math.ceil((size - start) / strides[axis]));
    return { out, count: end - out, into: start + out * strides[axis] };
  };
  for (let i = 0; i < filterHeight; i++) {
    const rows = runAlong(0, i, height, outHeight);
    for (let j = 0; j < filterWidth; j++) {
      const columns = runAlong(1, j, width, outWidth);
      if (rows.count <= 0 || columns.count <= 0) continue;
      const tap = (i * filterWidth + j) * channels;
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
}
