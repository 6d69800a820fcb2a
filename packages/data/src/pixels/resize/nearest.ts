import type { Image } from '../../image.js';
import { newImage } from '../new-image.js';
import type { Window } from '../windows.js';

/** Of an image, in pixels. */
export interface Size {
  readonly height: number;
  readonly width: number;
}

/** Each pixel of the result is one of the image: Pillow's `NEAREST`. */
export function resizeNearest(image: Image, { height, width }: Size, box: Window): Image {
  const { pixels, channels } = image;
  const result = newImage({ height, width, channels });
  const place = (start: number, length: number, to: number, size: number) => {
    const step = length / to;
    let at = start + step / 2;
    return Int32Array.from({ length: to }, () => {
      const found = Math.min(size - 1, Math.floor(at));
      at += step; // added up, as Pillow does: halves fall to the same side
      return found;
    });
  };
  const rows = place(box.top, box.height, height, image.height);
  const columns = place(box.left, box.width, width, image.width);
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (rows[y] * image.width + columns[x]) * channels;
      for (let c = 0; c < channels; c++) result.pixels[to++] = pixels[from + c];
    }
  }
  return result;
}
