import { choice } from '@gnp/options';
import type { Reach } from './operations.js';

/** Whether pixel constants follow the image's size. */
export const constants = choice(
  'scaled: pixel constants follow from the size of the image; reference: those of the research code, made for larger images',
  ['scaled', 'reference'],
  { default: 'scaled' },
);

/** Pixel constants of a policy and the size of images that they were found for. */
export interface Constants {
  readonly translate: number;
  readonly cutout: number;
  readonly size: number;
}

/**
 * Constants in proportion to the image, or as they stand: on 32×32 images those of AutoAugment, found for 331×331,
 * leave nothing to see, which is what the research code does.
 */
export function reachOf(
  { translate, cutout, size }: Constants,
  which: 'scaled' | 'reference',
): Reach {
  if (which === 'reference') {
    return { translate: () => translate, cutout: () => cutout, contrastGrey: 'reference' };
  }
  return {
    translate: (pixels) => (translate * pixels) / size,
    cutout: (pixels) => (cutout * pixels) / size,
    contrastGrey: 'mean',
  };
}
