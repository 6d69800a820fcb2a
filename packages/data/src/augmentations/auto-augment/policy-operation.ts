import type { Transform } from '../transform.js';
import { operate, operations } from './operations.js';
import type { OperationName } from './operations.js';
import { reachOf } from './reach.js';
import type { Constants } from './reach.js';

/** Shifts of 150 and squares of 60 pixels in images of 331, as the paper has them; the research code has more. */
export const autoAugmentConstants: Constants = {
  shares: { translate: 150 / 331, cutout: 30 / 331 },
  reference: { translate: 250, cutout: 100 },
};

/** The operations of AutoAugment and RandAugment, in the order in which RandAugment draws them. */
export const policyOperations = Object.keys(operations) as readonly OperationName[];

/**
 * One of those operations at a level from 0 to 10, with AutoAugment's pixel constants scaled to the image. Rotations,
 * shears and shifts go either way.
 */
export function policyOperation(name: OperationName, level: number): Transform {
  const reach = reachOf(autoAugmentConstants, 'scaled');
  return (image, random) => operate(name, image, level, random, reach);
}
