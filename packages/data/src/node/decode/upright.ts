import type { Image } from '../../image.js';
import { newImage } from '../../pixels/new-image.js';

/** Where the pixel at a row and column of the upright image lies in one of height h and width w. */
type Place = (row: number, column: number, h: number, w: number) => readonly [number, number];

/** By EXIF orientation; from 5 on height and width change places. */
const places: Readonly<Record<number, Place>> = {
  2: (row, column, _, w) => [row, w - 1 - column],
  3: (row, column, h, w) => [h - 1 - row, w - 1 - column],
  4: (row, column, h) => [h - 1 - row, column],
  5: (row, column) => [column, row],
  6: (row, column, h) => [h - 1 - column, row],
  7: (row, column, h, w) => [h - 1 - column, w - 1 - row],
  8: (row, column, _, w) => [column, w - 1 - row],
};

/** The image as its photographer saw it, by the orientation of its EXIF data (1 to 8). */
export function upright(image: Image, orientation: number): Image {
  const place = places[orientation];
  if (!place) return image;
  const { pixels, height, width, channels } = image;
  const turned = orientation >= 5;
  const result = newImage({
    height: turned ? width : height,
    width: turned ? height : width,
    channels,
  });
  for (let row = 0, to = 0; row < result.height; row++) {
    for (let column = 0; column < result.width; column++) {
      const [y, x] = place(row, column, height, width);
      const from = (y * width + x) * channels;
      for (let c = 0; c < channels; c++) result.pixels[to++] = pixels[from + c];
    }
  }
  return result;
}
