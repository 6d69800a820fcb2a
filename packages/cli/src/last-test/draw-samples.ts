import { pixels } from '@gnp/data';
import type { Image, ImageDataset, ImageSource } from '@gnp/data';
import { encodePng } from '@gnp/data/node';
import type { Sample, TestSamples } from '@gnp/report';
import type { Predictions } from '@gnp/trainer';
import { chooseSamples } from './choose-samples.js';
import { formatSamples, largestFile } from './samples-file.js';

/** Pixels of the longer side at most: the first of them with which the file is small enough. */
const sides = [96, 72, 56, 40, 28];

/** The images of a split, what a model takes them for, and after how many steps. */
export interface TestedSplit extends Pick<TestSamples, 'split' | 'step'> {
  readonly source: ImageSource;
  readonly classNames: ImageDataset['classNames'];
  /** In the order of the source. */
  readonly predictions: Predictions;
}

/**
 * Some images of a split as its source has them, large ones smaller, beside what a model takes them for; undefined where
 * they have other channels than a picture has.
 *
 * @throws Error where an image cannot be read
 */
export async function drawSamples(tested: TestedSplit): Promise<TestSamples | undefined> {
  const { source, split, step, classNames, predictions } = tested;
  const { labels, predicted, probabilities } = predictions;
  const chosen = chooseSamples(predictions);
  const images: Image[] = [];
  for (const { index } of chosen) images.push(within(sides[0], await source.read(index)));
  if (images.some(({ channels }) => ![1, 3, 4].includes(channels))) return undefined;
  const errors = labels.reduce((sum, label, i) => sum + (label === predicted[i] ? 0 : 1), 0);
  const at = (side: number): TestSamples => ({
    ...{ split, step, count: labels.length, errors },
    samples: chosen.map(({ choice, index }, i): Sample => {
      const image = within(side, images[i]);
      return {
        ...{ choice, index },
        ...{ label: labels[index], labelName: classNames[labels[index]] },
        ...{ predicted: predicted[index], predictedName: classNames[predicted[index]] },
        probability: Number(probabilities[index].toFixed(6)),
        ...{ height: image.height, width: image.width },
        png: Buffer.from(encodePng(image)).toString('base64'),
      };
    }),
  });
  const fits = (samples: TestSamples) => Buffer.byteLength(formatSamples(samples)) <= largestFile;
  for (const side of sides) {
    const samples = at(side);
    if (fits(samples)) return samples;
  }
  return undefined;
}

/** The image, smaller where a side of it is longer. */
function within(side: number, image: Image): Image {
  const scale = side / Math.max(image.height, image.width);
  if (scale >= 1) return image;
  const to = (length: number) => Math.max(1, Math.round(length * scale));
  const size = { height: to(image.height), width: to(image.width) };
  return pixels.resize(image, size, 'bilinear');
}
