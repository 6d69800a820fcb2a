import { code } from '@gnp/options';

/**
 * The colour that normalising makes 0. `resolveAugmentation` hands the data set's on to what declares this option.
 */
export const meanColour = code<readonly number[]>(
  'the mean colour of the data set, [channels], where 255 is 1',
  { optional: true },
);

/** As values of pixels; grey where there is none. */
export const toPixels = (mean: readonly number[] = [0.5]): readonly number[] =>
  mean.map((value) => Math.round(255 * value));
