import type { Task } from '../task-options.js';

/** Images of at least this many pixels a side get the stem or the patches of ImageNet. */
export const largeImage = 96;

/** Whether a model's stem or patches are those for large images. */
export function isLarge({
  height,
  width,
  classes,
  reference,
}: Task & { readonly reference: boolean }): boolean {
  return reference ? classes === 1000 : Math.min(height, width) >= largeImage;
}
