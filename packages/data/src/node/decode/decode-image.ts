import { DatasetError } from '../../dataset-error.js';
import type { Image } from '../../image.js';
import { inChannels } from '../../pixels/index.js';
import { decodeBySharp, loadSharp } from './by-sharp.js';
import type { Decoder, DecodeOptions } from './decode-options.js';
import { damaged, readHeader } from './header.js';
import type { ImageHeader } from './header.js';
import { decodeInJavaScript } from './in-javascript.js';
import { upright } from './upright.js';

/** Smaller images are decoded as quickly without a call into libvips. */
const worthwhilePixels = 64 * 64;

/**
 * Decodes a JPEG or PNG as users of torchvision's `ImageFolder` expect: grey images become RGB, alpha is dropped,
 * CMYK is converted without colour profiles, and EXIF rotation is left alone unless asked for.
 *
 * @param bytes the whole file
 * @throws DatasetError where it is no such image, is damaged or cut short, or has too many pixels: found before
 *   anything is decoded
 */
export async function decodeImage(bytes: Uint8Array, options: DecodeOptions = {}): Promise<Image> {
  const { path = 'The image', channels = 3, exifRotation = false, maxPixels = 1e8 } = options;
  const header = readHeader(bytes, path);
  const { height, width } = header;
  if (height * width > maxPixels) {
    throw new DatasetError(
      `"${path}" has ${height}x${width} pixels; the most are ${maxPixels} (maxPixels).`,
    );
  }
  const image = await decodeRgb(bytes, header, {
    path,
    decoder: options.decoder ?? 'auto',
    maxPixels,
  });
  const turned = exifRotation ? upright(image, header.orientation) : image;
  return inChannels(turned, channels);
}

interface Wanted {
  readonly path: string;
  readonly decoder: Decoder;
  readonly maxPixels: number;
}

async function decodeRgb(
  bytes: Uint8Array,
  { format, height, width }: ImageHeader,
  { path, decoder, maxPixels }: Wanted,
): Promise<Image> {
  const large = height * width >= worthwhilePixels;
  const bySharp = decoder === 'sharp' || (decoder === 'auto' && large);
  const sharp = bySharp ? await loadSharp() : undefined;
  if (decoder === 'sharp' && !sharp) {
    throw new DatasetError(
      "The decoder 'sharp' is not installed: npm install sharp, or take 'auto'.",
    );
  }
  try {
    const image = sharp && (await decodeBySharp(sharp, bytes, maxPixels));
    return image ?? decodeInJavaScript(bytes, format, maxPixels);
  } catch (cause) {
    throw damaged(path, format, cause);
  }
}
