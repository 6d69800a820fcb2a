import type { Image } from './image.js';
import { newImage } from './pixels/new-image.js';

/** Pixels between images. */
const gap = 4;

const extent = (sizes: readonly number[]): number =>
  sizes.reduce((sum, size) => sum + size + gap, -gap);

/**
 * One picture of many: rows of images side by side, white between them. Images may differ in size and be grey; the
 * picture is RGB.
 *
 * @throws RangeError where there is no image, or one is neither grey nor RGB
 */
export function contactSheet(rows: readonly (readonly Image[])[]): Image {
  const filled = rows.filter((row) => row.length > 0);
  if (filled.length === 0) throw new RangeError('A contact sheet needs an image.');
  const heights = filled.map((row) => Math.max(...row.map(({ height }) => height)));
  const width = Math.max(...filled.map((row) => extent(row.map((image) => image.width))));
  const sheet = newImage({ height: extent(heights), width, channels: 3 });
  sheet.pixels.fill(255);
  let top = 0;
  for (const [r, row] of filled.entries()) {
    let left = 0;
    for (const image of row) {
      paste(image, sheet, top, left);
      left += image.width + gap;
    }
    top += heights[r] + gap;
  }
  return sheet;
}

function paste(
  { height, width, channels, pixels }: Image,
  sheet: Image,
  top: number,
  left: number,
) {
  if (channels !== 1 && channels !== 3) {
    throw new RangeError(`A contact sheet shows images of 1 or 3 channels, got ${channels}.`);
  }
  for (let y = 0, from = 0; y < height; y++) {
    let to = ((top + y) * sheet.width + left) * 3;
    for (let x = 0; x < width; x++, from += channels) {
      for (let c = 0; c < 3; c++) sheet.pixels[to++] = pixels[from + (c % channels)];
    }
  }
}
