import { decode as decodeJpeg } from 'jpeg-js';
import { PNG } from 'pngjs';
import type { Image } from '../../image.js';

/** Mebibytes that a JPEG may take to decode for each million of pixels, with some to begin with. */
const [memoryPerMillion, leastMemory] = [40, 64];

/** In RGB, the alpha channel dropped. */
export function decodeInJavaScript(
  bytes: Uint8Array,
  format: 'jpg' | 'png',
  maxPixels: number,
): Image {
  if (format === 'png') {
    const { height, width, data } = PNG.sync.read(Buffer.from(bytes));
    return { height, width, channels: 3, pixels: withoutAlpha(data) };
  }
  const maxResolutionInMP = maxPixels / 1e6;
  const { height, width, data } = decodeJpeg(bytes, {
    useTArray: true,
    formatAsRGBA: false,
    tolerantDecoding: false,
    maxResolutionInMP,
    maxMemoryUsageInMB: leastMemory + memoryPerMillion * maxResolutionInMP,
  });
  return { height, width, channels: 3, pixels: data };
}

function withoutAlpha(rgba: Uint8Array): Uint8Array {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let i = 0, k = 0; k < rgb.length; i += 4, k += 3) {
    rgb[k] = rgba[i];
    rgb[k + 1] = rgba[i + 1];
    rgb[k + 2] = rgba[i + 2];
  }
  return rgb;
}
