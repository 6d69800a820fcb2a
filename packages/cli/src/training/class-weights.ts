import type { ImageSplit } from '@gnp/data';
import type { Config } from '../config/schema.js';
import { UsageError } from '../usage-error.js';

/**
 * The weight of each class in the training loss; undefined where all count alike. 'balanced' gives class
 * c the weight N / (C · N_c), of N images of C classes, N_c of them of class c, so that each class has
 * the same share of the loss; a class without images has none.
 *
 * @throws UsageError if there are not as many weights as classes
 */
export function classWeightsOf(
  { classWeights }: Config,
  { labels }: ImageSplit,
  classes: number,
): number[] | undefined {
  if (classWeights === undefined) return undefined;
  if (classWeights !== 'balanced') {
    if (classWeights.length === classes) return classWeights;
    throw new UsageError(
      `'classWeights' has ${classWeights.length} numbers; there are ${classes} classes.`,
    );
  }
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) counts[label]++;
  const present = counts.filter((count) => count > 0).length;
  return counts.map((count) => (count > 0 ? labels.length / (present * count) : 0));
}
