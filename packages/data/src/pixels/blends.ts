import type { Image } from '../image.js';
import type { Definition } from './definition.js';

/**
 * From what an image is without some quality (factor 0) to the image (factor 1) and beyond, in float32 and cut
 * off to whole values, as Pillow's `Image.blend`.
 */
function blend({ pixels, ...shape }: Image, without: Uint8Array, factor: number): Image {
  const result = new Uint8Array(pixels.length);
  const f = Math.fround(factor);
  for (let i = 0; i < result.length; i++) {
    const base = without[i];
    const value = Math.fround(base + Math.fround(f * (pixels[i] - base)));
    result[i] = value <= 0 ? 0 : value >= 255 ? 255 : value;
  }
  return { ...shape, pixels: result };
}

/** ITU-R 601 luma of three channels, as Pillow's; the value itself of one. */
function luminance({ pixels, channels }: Image): Uint8Array {
  if (channels !== 3) return pixels;
  const grey = new Uint8Array(pixels.length / 3);
  for (let i = 0, k = 0; i < grey.length; i++, k += 3) {
    grey[i] = (pixels[k] * 19595 + pixels[k + 1] * 38470 + pixels[k + 2] * 7471 + 0x8000) >> 16;
  }
  return grey;
}

/** Saturation: 0 is grey, 1 the image. Images of other than three channels stay as they are. */
export function color(image: Image, factor: number): Image {
  if (image.channels !== 3) return image;
  const grey = luminance(image);
  const without = new Uint8Array(image.pixels.length);
  for (let i = 0, k = 0; i < grey.length; i++, k += 3) without.fill(grey[i], k, k + 3);
  return blend(image, without, factor);
}

/**
 * Contrast: 0 is plain grey, 1 the image. The grey is the mean luminance, in the research code (after TensorFlow's
 * AutoAugment) the number of pixels over 256, at most 255.
 */
export function contrast(image: Image, factor: number, definition: Definition = 'pillow'): Image {
  const values = luminance(image);
  const level =
    definition === 'pillow'
      ? Math.floor(values.reduce((sum, value) => sum + value, 0) / values.length + 0.5)
      : Math.min(255, Math.floor(values.length / 256));
  return blend(image, new Uint8Array(image.pixels.length).fill(level), factor);
}

/** Brightness: 0 is black, 1 the image. */
export const brightness = (image: Image, factor: number): Image =>
  blend(image, new Uint8Array(image.pixels.length), factor);

/** Sharpness: 0 is smooth, 1 the image. The outermost pixels stay as they are. */
export const sharpness = (image: Image, factor: number, definition: Definition = 'pillow'): Image =>
  blend(image, smooth(image, definition), factor);

/** Means of 3 × 3 pixels, of which the middle one counts fivefold; rounded, in the research code cut off. */
function smooth({ pixels, height, width, channels }: Image, definition: Definition): Uint8Array {
  const more = definition === 'pillow' ? 0.5 : 0;
  const result = pixels.slice();
  const row = width * channels;
  for (let y = 1; y < height - 1; y++) {
    for (let i = y * row + channels; i < (y + 1) * row - channels; i++) {
      let sum = 4 * pixels[i];
      for (let j = i - row; j <= i + row; j += row) {
        sum += pixels[j - channels] + pixels[j] + pixels[j + channels];
      }
      result[i] = Math.floor(sum / 13 + more);
    }
  }
  return result;
}

/** In one channel, as its luminance, or in three, equal where the image is grey. */
export function inChannels(image: Image, channels: 1 | 3): Image {
  if (image.channels === channels) return image;
  const { height, width, pixels } = image;
  if (channels === 1) return { height, width, channels, pixels: luminance(image) };
  const coloured = new Uint8Array(3 * height * width);
  for (let i = 0, k = 0; k < coloured.length; i += image.channels, k += 3) {
    coloured.fill(pixels[i], k, k + 3);
  }
  return { height, width, channels, pixels: coloured };
}
