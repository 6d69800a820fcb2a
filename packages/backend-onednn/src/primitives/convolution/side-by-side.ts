import { bytesOf } from '../../engine/descriptor.js';
import type { Onednn } from '../../engine/onednn.js';
import type { Block } from '../../memory/block.js';
import type { MemoryRange } from '../../memory/memory-range.js';
import { channelsLastImage, withImages } from '../../portable/convolution.js';
import type { ConvolutionGeometry } from '../../portable/convolution.js';
import { Storage } from '../../portable/storage.js';
import { stridedCopy } from '../strided-copy.js';
import type { Window } from '../strided-copy.js';

/** Something of a convolution's input and of its output. */
interface Sides<T> {
  readonly source: T;
  readonly destination: T;
}

/** Where the images lie. */
type Images = Sides<MemoryRange>;

/** Several images laid out as one wide one, with empty columns between them. */
interface SideBySide {
  /** The convolution of the wide images. */
  readonly wide: ConvolutionGeometry;
  /** Columns from one image to the next, in the input and in the output. */
  readonly cell: Sides<number>;
}

/** Columns at which a row keeps the matrix units busy. */
const wideRow = 320;

/**
 * Calls `run` with a convolution and its images, side by side where that is faster: in bf16, where rows
 * have at most `shortRow` output columns. The library goes along image rows and leaves the matrix units
 * idle on short ones. Measured with 128 images: the filter's gradient of 8×8 and 256 channels runs at
 * 870 GFLOP/s as it is and at 2,100 as rows of 288 columns, that of 4×4 and 512 channels at 190 and
 * 2,500, its convolution at 820 and 2,550, the gradient of its input at 640 and 2,270; the copies take
 * about 1 ms. Longer rows, and filters of one tap, lose by the copies what they win; f32 wins nothing.
 *
 * @param written which of the images `run` writes; it reads the others
 */
export function onWideRows(
  onednn: Onednn,
  geometry: ConvolutionGeometry,
  images: Images,
  { shortRow, written }: { readonly shortRow: number; readonly written?: keyof Images },
  run: (geometry: ConvolutionGeometry, images: Images) => void,
): void {
  const arrangement = sideBySide(geometry, shortRow);
  if (!arrangement) return run(geometry, images);
  const { wide, cell } = arrangement;
  const { pool, libc } = onednn;
  pool.lend(bytesOf(wide.source), (source) =>
    pool.lend(bytesOf(wide.destination), (destination) => {
      const rows = { source, destination };
      fill('source', source);
      fill('destination', destination);
      run(wide, rows);
      if (!written) return;
      const { small, large } = windowsOf(written, rows[written]);
      copy(written, large, small);
    }),
  );

  function fill(which: keyof Images, rows: Block): void {
    if (which === written) return;
    libc.memset(rows.address, 0, rows.bytes);
    const { small, large } = windowsOf(which, rows);
    copy(which, small, large);
  }

  /** [rows of images, images in a row, height, width · channels] of the images and of their rows. */
  function windowsOf(which: keyof Images, rows: MemoryRange) {
    const [, channels, height, width] = geometry[which].dims;
    const count = geometry[which].dims[0] / wide[which].dims[0];
    const line = width * channels;
    const wideLine = count * cell[which] * channels;
    return {
      small: { place: images[which], strides: [count * height * line, height * line, line, 1] },
      large: { place: rows, strides: [height * wideLine, cell[which] * channels, wideLine, 1] },
    };
  }

  function copy(which: keyof Images, from: Window, to: Window): void {
    const [batch, channels, height, width] = geometry[which].dims;
    const [rows] = wide[which].dims;
    const dims = [rows, batch / rows, height, width * channels];
    stridedCopy(onednn, { dims, storage: geometry[which].storage, from, to });
  }
}

function sideBySide(geometry: ConvolutionGeometry, shortRow: number): SideBySide | undefined {
  const { source, channelsLast, groups, inShape, outShape, filterShape, strides } = geometry;
  const { dilations, before } = geometry;
  if (source.storage !== Storage.bf16 || !channelsLast || groups > 1) return undefined;
  if (filterShape[0] * filterShape[1] === 1) return undefined;
  const [batch, height, width, channels] = inShape;
  const [, outHeight, outWidth, outChannels] = outShape;
  if (outWidth > shortRow || channels < 16) return undefined;

  const [stride, pad] = [strides[1], before[1]];
  const reach = (filterShape[1] - 1) * (dilations[1] + 1) - pad; // to the right of a window's start
  const columns = Math.max(width + pad, (outWidth - 1) * stride + reach + 1);
  const outCell = Math.ceil(columns / stride);
  const count = largestDivisor(batch, Math.floor(wideRow / outCell), Math.floor(batch / 2));
  if (count * outWidth < 32) return undefined;

  const cell = { source: outCell * stride, destination: outCell };
  const wide = withImages(
    geometry,
    channelsLastImage(batch / count, height, count * cell.source, channels, source.storage),
    channelsLastImage(
      batch / count,
      outHeight,
      count * cell.destination,
      outChannels,
      source.storage,
    ),
    [geometry.after[0], Math.max(0, reach + 1 - stride)],
  );
  return { wide, cell };
}

/** The largest divisor of `n` within the limits; at least 1. */
function largestDivisor(n: number, ...limits: readonly number[]): number {
  for (let d = Math.min(n, ...limits); d > 1; d--) if (n % d === 0) return d;
  return 1;
}
