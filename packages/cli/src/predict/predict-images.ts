import { dispose, softmax, tensor, tidy } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Image } from '@gnp/data';
import type { Preprocess } from '@gnp/trainer';

/** A class and how likely the model holds it to be. */
export interface Prediction {
  /** Its place among the classes, from 0 on. */
  readonly class: number;
  readonly name: string;
  /** From 0 to 1; over all classes they sum to 1. */
  readonly probability: number;
}

/** How {@link predictImages} makes predictions of logits. */
export interface PredictOptions {
  readonly preprocess: Preprocess;
  /** [classes] */
  readonly classNames: readonly string[];
  /** How many of the likeliest classes are given. */
  readonly top: number;
}

/** The likeliest classes of images of one size, the likeliest first, of equals the first class. */
export async function predictImages(
  model: LayersModel,
  images: readonly Image[],
  { preprocess, classNames, top }: PredictOptions,
): Promise<Prediction[][]> {
  const [{ height, width, channels }] = images;
  const bytes = new Int32Array(images.length * height * width * channels);
  images.forEach((image, i) => bytes.set(image.pixels, i * height * width * channels));
  const probabilities = tidy(() => {
    const batch = tensor(bytes, [images.length, height, width, channels], 'int32');
    return softmax(model.apply(preprocess(batch)) as Tensor2D);
  });
  const rows = await probabilities.array();
  dispose(probabilities);
  return rows.map((row) =>
    row
      .map((probability, i) => ({ class: i, name: classNames[i], probability }))
      .sort((a, b) => b.probability - a.probability)
      .slice(0, top),
  );
}
