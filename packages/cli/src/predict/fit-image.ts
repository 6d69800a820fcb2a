import { describeShape, pixels, resolveAugmentation, sameShape } from '@gnp/data';
import type { AugmentationSpec, Image } from '@gnp/data';
import { randomStream } from '@gnp/random';
import type { DatasetFacts } from '../training/dataset-facts.js';

/** An image as a model was tested on such, and whether it had to be resized besides. */
export interface FittedImage {
  readonly image: Image;
  readonly resized: boolean;
}

/**
 * What brings an image of any size to what a model was tested on: the augmentation of test images. Where that does not
 * give the size that the model takes, the image is resized first to that of the data set.
 *
 * @returns a function that throws Error where even that does not give the model's size
 */
export function imageFitter(
  testAugmentation: AugmentationSpec,
  { mean, shape, input }: Pick<DatasetFacts, 'mean' | 'shape' | 'input'>,
): (image: Image) => FittedImage {
  const augment = resolveAugmentation(testAugmentation, { mean });
  const augmented = (image: Image) => augment?.(image, randomStream(0)) ?? image;
  return (given) => {
    const image = augmented(given);
    if (sameShape(image, input)) return { image, resized: false };
    const again = augmented(pixels.resize(given, shape ?? input, 'bilinear'));
    if (sameShape(again, input)) return { image: again, resized: true };
    throw new Error(`it becomes ${describeShape(again)}; the model takes ${describeShape(input)}`);
  };
}
