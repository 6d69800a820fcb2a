import { permutation } from '@gnp/random';
import { DatasetError } from './dataset-error.js';
import type { ImageSource } from './image-source.js';

/** What normalisation needs: for each channel, in units where 255 is 1. */
export interface ChannelStatistics {
  /** [channels] */
  readonly mean: readonly number[];
  /** [channels], the population standard deviation. */
  readonly std: readonly number[];
}

/** Adds up pixels; whole-number sums stay exact up to 2^53, that is for 10^11 pixels. */
class Sums {
  readonly channels: number;
  readonly #sums: number[];
  readonly #squares: number[];
  #pixels = 0;

  constructor(channels: number) {
    this.channels = channels;
    [this.#sums, this.#squares] = [0, 1].map(() => new Array<number>(channels).fill(0));
  }

  add(values: Uint8Array): void {
    const step = this.channels;
    for (let channel = 0; channel < step; channel++) {
      let [sum, squares] = [0, 0];
      for (let i = channel; i < values.length; i += step) {
        const value = values[i];
        sum += value;
        squares += value * value;
      }
      this.#sums[channel] += sum;
      this.#squares[channel] += squares;
    }
    this.#pixels += values.length / step;
  }

  /** @throws DatasetError where there are no pixels, or all of a channel are alike */
  result(): ChannelStatistics {
    if (this.#pixels === 0) throw new DatasetError('No images, hence no channel statistics.');
    const averages = this.#sums.map((sum) => sum / this.#pixels);
    const std = this.#squares.map((squares, channel) => {
      const average = averages[channel];
      const deviation = Math.sqrt(Math.max(0, squares / this.#pixels - average * average));
      if (deviation > 0) return deviation / 255;
      throw new DatasetError(
        `Channel ${channel} has the value ${average} in every pixel; it cannot be normalised.`,
      );
    });
    return { mean: averages.map((average) => average / 255), std };
  }
}

/**
 * The mean and standard deviation of each channel over all pixels of images in memory.
 *
 * @param images pixels of one or more images each, [..., channels]
 * @param channels how many channels an image has.
 * @throws DatasetError where there is no image, or where a channel has one value everywhere (its
 *   deviation of 0 could not be divided by).
 */
export function channelStatistics(
  images: Iterable<Uint8Array>,
  channels: number,
): ChannelStatistics {
  const sums = new Sums(channels);
  for (const pixels of images) sums.add(pixels);
  return sums.result();
}

/**
 * The same over images that are read one by one, at most `most` of them, chosen by the seed.
 *
 * @param most default: all
 * @throws DatasetError as {@link channelStatistics}, and where an image has other channels than the first one
 */
export async function sampleStatistics(
  source: ImageSource,
  { most = source.count, seed = 0 } = {},
): Promise<ChannelStatistics> {
  const chosen = permutation(source.count, seed).subarray(0, most).sort();
  let sums: Sums | undefined;
  for (const index of chosen) {
    const { channels, pixels } = await source.read(index);
    sums ??= new Sums(channels);
    if (channels !== sums.channels) {
      throw new DatasetError(
        `Image ${index} has ${channels} channels, others have ${sums.channels}; make all of one kind.`,
      );
    }
    sums.add(pixels);
  }
  return (sums ?? new Sums(1)).result();
}
