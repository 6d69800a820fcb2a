import { cast, mul, sub, tensor1d, tensor4d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { ImageDataset } from '@gnp/data';

/** Turns bytes [size, height, width, channels] into normalised float images on the device. */
export type Normalize = (images: Uint8Array, size: number) => Tensor4D;

/** Normalises by a data set's channel statistics: (x / 255 - mean) / std. */
export function normalizerOf(dataset: ImageDataset): Normalize {
  const { height, width, channels, mean, std } = dataset;
  const factor = std.map((value) => 1 / (255 * value));
  const offset = mean.map((value, channel) => value / std[channel]);
  return (images, size) =>
    tidy(() => {
      const pixels = cast(tensor4d(images, [size, height, width, channels], 'int32'), 'float32');
      return sub<Tensor4D>(mul(pixels, tensor1d(factor)), tensor1d(offset));
    });
}
