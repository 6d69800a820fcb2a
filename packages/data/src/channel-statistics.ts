import type { ImageSplit } from './dataset.js';
import { DatasetError } from './dataset-error.js';

/** What normalisation needs: for each channel, in units where 255 is 1. */
export interface ChannelStatistics {
  /** [channels] */
  readonly mean: readonly number[];
  /** [channels], the population standard deviation. */
  readonly std: readonly number[];
}

/**
 * The mean and standard deviation of each channel over all pixels of all images.
 *
 * @param channels how many channels an image has.
 * @throws DatasetError where there is no image, or where a channel has one value everywhere (its
 *   deviation of 0 could not be divided by).
 */
export function channelStatistics(split: ImageSplit, channels: number): ChannelStatistics {
  if (split.images.length === 0) throw new DatasetError('No images, hence no channel statistics.');
  const mean: number[] = [];
  const std: number[] = [];
  const pixels = split.images.length / channels;
  for (let channel = 0; channel < channels; channel++) {
    // Whole-number sums stay exact up to 2^53, that is for 10^11 pixels.
    let sum = 0;
    let squares = 0;
    for (let i = channel; i < split.images.length; i += channels) {
      const value = split.images[i];
      sum += value;
      squares += value * value;
    }
    const average = sum / pixels;
    const deviation = Math.sqrt(Math.max(0, squares / pixels - average * average));
    if (deviation === 0) {
      throw new DatasetError(
        `Channel ${channel} has the value ${average} in every pixel of ${split.count} images; it cannot be normalised.`,
      );
    }
    mean.push(average / 255);
    std.push(deviation / 255);
  }
  return { mean, std };
}
