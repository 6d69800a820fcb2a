import type { Image } from '../image.js';

/** What each of the 256 values becomes. */
type Table = Uint8ClampedArray;

function tableOf(f: (value: number) => number): Table {
  const table = new Uint8ClampedArray(256);
  for (let value = 0; value < 256; value++) table[value] = Math.trunc(f(value));
  return table;
}

/** Looks up each value in the table of its channel. */
function lookUp(image: Image, tables: readonly Table[]): Image {
  const { pixels, channels } = image;
  const result = new Uint8Array(pixels.length);
  for (let c = 0; c < channels; c++) {
    const table = tables[c % tables.length];
    for (let i = c; i < pixels.length; i += channels) result[i] = table[pixels[i]];
  }
  return { ...image, pixels: result };
}

/** How often each value occurs in each channel. */
function histograms({ pixels, channels }: Image): Uint32Array[] {
  return Array.from({ length: channels }, (_, c) => {
    const counts = new Uint32Array(256);
    for (let i = c; i < pixels.length; i += channels) counts[pixels[i]]++;
    return counts;
  });
}

const inverted = tableOf((value) => 255 - value);

/** 255 − x */
export const invert = (image: Image): Image => lookUp(image, [inverted]);

/** Keeps the highest `bits` bits of each value, from 0 to 8. */
export const posterize = (image: Image, bits: number): Image =>
  lookUp(image, [tableOf((value) => value & (0xff00 >> bits))]);

/** Inverts the values from `threshold` on. */
export const solarize = (image: Image, threshold: number): Image =>
  lookUp(image, [tableOf((value) => (value < threshold ? value : 255 - value))]);

/** Adds to the values below `threshold`, up to 255. */
export const solarizeAdd = (image: Image, addition: number, threshold = 128): Image =>
  lookUp(image, [tableOf((value) => (value < threshold ? value + addition : value))]);

/** Stretches each channel from 0 to 255, as Pillow's `ImageOps.autocontrast`. */
export const autoContrast = (image: Image): Image =>
  lookUp(
    image,
    histograms(image).map((counts) => {
      const lowest = counts.findIndex((count) => count > 0);
      const highest = counts.findLastIndex((count) => count > 0);
      if (highest <= lowest) return tableOf((value) => value);
      const scale = 255 / (highest - lowest);
      return tableOf((value) => value * scale - lowest * scale);
    }),
  );

/** Spreads the values of each channel evenly, as Pillow's `ImageOps.equalize`. */
export const equalize = (image: Image): Image =>
  lookUp(
    image,
    histograms(image).map((counts) => {
      const present = counts.filter((count) => count > 0);
      const total = image.height * image.width;
      const step = Math.floor((total - present[present.length - 1]) / 255);
      if (present.length <= 1 || step === 0) return tableOf((value) => value);
      let below = Math.floor(step / 2);
      return tableOf((value) => {
        const level = Math.floor(below / step);
        below += counts[value];
        return level;
      });
    }),
  );
