import { choice } from '@gnp/options';
import type { Reach } from './operations.js';

/** Whether pixel constants follow the image's size. */
export const constants = choice(
  'scaled: pixel constants follow from the size of the image, and operations are those of Pillow; reference: both as the research code has them',
  ['scaled', 'reference'],
  { default: 'scaled' },
);

/** How far shifts and cutout reach at the highest level. */
interface Extents {
  readonly translate: number;
  /** From the middle of the square to its edge. */
  readonly cutout: number;
}

/** How far those of a policy reach. */
export interface Constants {
  /** Shares of the image. */
  readonly shares: Extents;
  /** Pixels, of images of any size. */
  readonly reference: Extents;
}

/** Constants in proportion to the image, or as the research code has them, which leaves nothing to see of small ones. */
export function reachOf({ shares, reference }: Constants, which: 'scaled' | 'reference'): Reach {
  if (which === 'reference') {
    const { translate, cutout } = reference;
    return { translate: () => translate, cutout: () => cutout, definition: 'reference' };
  }
  return {
    translate: (pixels) => shares.translate * pixels,
    cutout: (pixels) => shares.cutout * pixels,
    definition: 'pillow',
  };
}
