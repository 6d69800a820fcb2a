import type sharpModule from 'sharp';
import type { Image } from '../../image.js';

type Sharp = typeof sharpModule;

let loaded: Promise<Sharp | undefined> | undefined;

/** `sharp`, or undefined where it is not installed or does not load here. */
export function loadSharp(): Promise<Sharp | undefined> {
  return (loaded ??= import('sharp').then(
    ({ default: sharp }) => sharp,
    () => undefined,
  ));
}

/** In RGB, the alpha channel dropped; undefined for CMYK, which libvips converts by colour profiles. */
export async function decodeBySharp(
  sharp: Sharp,
  bytes: Uint8Array,
  maxPixels: number,
): Promise<Image | undefined> {
  const image = sharp(bytes, { failOn: 'truncated', ignoreIcc: true, limitInputPixels: maxPixels });
  const { space, hasAlpha } = await image.metadata();
  if (space === 'cmyk') return undefined;
  const rgb = image.toColourspace('srgb');
  const plain = hasAlpha ? rgb.removeAlpha() : rgb; // which takes its time where there is none, too
  const { data, info } = await plain.raw().toBuffer({ resolveWithObject: true });
  const { height, width, channels } = info;
  return {
    height,
    width,
    channels,
    pixels: new Uint8Array(data.buffer, data.byteOffset, data.length),
  };
}
