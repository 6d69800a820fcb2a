import type { Augmentation } from './augmentation.js';

/**
 * Applies augmentations one after the other; none at all copies the image.
 *
 * The result keeps two images of scratch memory between calls.
 */
export function compose(...augmentations: Augmentation[]): Augmentation {
  if (augmentations.length === 1) return augmentations[0];
  if (augmentations.length === 0) return (source, target) => target.set(source);
  const last = augmentations.length - 1;
  let scratch: [Uint8Array, Uint8Array] = [new Uint8Array(0), new Uint8Array(0)];
  return (source, target, shape, random) => {
    if (scratch[0].length !== source.length) {
      scratch = [new Uint8Array(source.length), new Uint8Array(source.length)];
    }
    let from = source;
    augmentations.forEach((augment, index) => {
      const to = index === last ? target : scratch[index % 2];
      augment(from, to, shape, random);
      from = to;
    });
  };
}
