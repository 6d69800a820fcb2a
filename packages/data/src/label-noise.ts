import { choice, constant, count, resolveOptions } from '@gnp/options';
import type { Given } from '@gnp/options';
import { foldIn, permutation, randomStream } from '@gnp/random';
import { checkInteger } from './check.js';
import type { ImageSource } from './image-source.js';
import { withLabels } from './select-images.js';

const labelNoiseOptions = {
  share: constant('part of the labels that is replaced', { least: 0, most: 1 }),
  kind: choice(
    'symmetric: by any other class, each equally likely; pairs: by the next class',
    ['symmetric', 'pairs'],
    { default: 'symmetric' },
  ),
  seed: count('chooses the images and their classes', { default: 0, least: 0 }),
};

/** Options of {@link labelNoise}: `share`, `kind` ('symmetric') and `seed` (0). */
export type LabelNoiseOptions = Given<typeof labelNoiseOptions>;

/**
 * The images with a share of wrong labels, as the literature on robustness has it: symmetric noise (every other
 * class equally likely) or pairs (class c becomes c + 1, the last one the first; Han et al., Co-teaching, NeurIPS
 * 2018; Patrini et al., CVPR 2017). Exactly the share of all labels, rounded to whole images, is wrong.
 *
 * @param classes how many classes there are; at least 2.
 * @throws RangeError where an option is out of range.
 */
export function labelNoise(
  source: ImageSource,
  classes: number,
  given: LabelNoiseOptions,
): ImageSource {
  const { share, kind, seed } = resolveOptions('labelNoise', labelNoiseOptions, given);
  checkInteger('The number of classes', classes, 2);
  const labels = source.labels.slice();
  const wrong = permutation(source.count, foldIn(seed, 'wrong labels'));
  const random = randomStream(foldIn(seed, 'noise'));
  for (const index of wrong.subarray(0, Math.round(share * source.count))) {
    const further = kind === 'pairs' ? 1 : 1 + random.integer(classes - 1);
    labels[index] = (labels[index] + further) % classes;
  }
  return withLabels(source, labels);
}
