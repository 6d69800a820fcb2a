import { ImageArray } from '../../image-array.js';
import type { ImageShape } from '../../image.js';

interface ArrayArgument {
  readonly images: Uint8Array;
  readonly shape: ImageShape;
}

/** Images in memory that worker threads read as well: where the memory is shared, without a copy. */
export function sharedArray(images: Uint8Array, labels: Int32Array, shape: ImageShape): ImageArray {
  const { height, width, channels } = shape;
  const argument: ArrayArgument = { images, shape: { height, width, channels } };
  return new ImageArray(images, labels, shape, { module: import.meta.url, argument });
}

/** Memory that threads share. */
export const sharedBytes = (length: number): Uint8Array =>
  new Uint8Array(new SharedArrayBuffer(length));

/** For worker threads: see `PortableSource`. */
export function open({ images, shape }: ArrayArgument): ImageArray {
  const { height, width, channels } = shape;
  const count = images.length / (height * width * channels);
  return new ImageArray(images, new Int32Array(count), shape);
}
