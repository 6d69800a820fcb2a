/** The size of one image, in pixels and colour channels. */
export interface ImageShape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** One image. */
export interface Image extends ImageShape {
  /** [height, width, channels], row-major, each value from 0 to 255. */
  readonly pixels: Uint8Array;
}

/** How many values one image holds. */
export function imageLength({ height, width, channels }: ImageShape): number {
  return height * width * channels;
}

/** Whether two images are of one size and have as many channels. */
export const sameShape = (a: ImageShape, b: ImageShape): boolean =>
  a.height === b.height && a.width === b.width && a.channels === b.channels;

/** Such as `32x32x3`. */
export const describeShape = ({ height, width, channels }: ImageShape): string =>
  `${height}x${width}x${channels}`;
