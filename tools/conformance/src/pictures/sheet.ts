import type { Image } from '@gnp/data';
import { PNG } from 'pngjs';

/** Pixels between images. */
const gap = 4;

/** Rows of images, white between them. */
export function sheet(rows: readonly (readonly Image[])[]): Image {
  const extent = (sizes: readonly number[]) => sizes.reduce((sum, size) => sum + size + gap, -gap);
  const heights = rows.map((row) => Math.max(...row.map(({ height }) => height)));
  const width = Math.max(...rows.map((row) => extent(row.map((image) => image.width))));
  const whole = { height: extent(heights), width, channels: 3 };
  const pixels = new Uint8Array(whole.height * width * 3).fill(255);
  let top = 0;
  for (const [r, row] of rows.entries()) {
    let left = 0;
    for (const image of row) {
      paste(image, pixels, (top * width + left) * 3, width);
      left += image.width + gap;
    }
    top += heights[r] + gap;
  }
  return { ...whole, pixels };
}

function paste(image: Image, pixels: Uint8Array, start: number, width: number): void {
  const { height, width: columns, channels, pixels: own } = image;
  for (let y = 0, from = 0; y < height; y++) {
    let to = start + y * width * 3;
    for (let x = 0; x < columns; x++, from += channels) {
      for (let c = 0; c < 3; c++) pixels[to++] = own[from + (c % channels)];
    }
  }
}

/** As a PNG file. */
export function toPng({ height, width, pixels }: Image): Buffer {
  const png = new PNG({ height, width, colorType: 2, inputColorType: 2, inputHasAlpha: false });
  png.data = Buffer.from(pixels);
  return PNG.sync.write(png, {
    colorType: 2,
    inputColorType: 2,
    inputHasAlpha: false,
    deflateLevel: 9,
  });
}

/** The RGB values of a PNG file. */
export function pixelsOfPng(file: Buffer): Uint8Array {
  const { data } = PNG.sync.read(file);
  const pixels = new Uint8Array((data.length / 4) * 3);
  for (let from = 0, to = 0; from < data.length; from += 4) {
    pixels[to++] = data[from];
    pixels[to++] = data[from + 1];
    pixels[to++] = data[from + 2];
  }
  return pixels;
}
