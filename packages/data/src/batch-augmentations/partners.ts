import { choice, code } from '@gnp/options';
import { permutation } from '@gnp/random';
import type { RandomStream } from '@gnp/random';

/** Which images are mixed. */
export const partnersOption = choice(
  'with which image each is mixed: the one as far from the end of the batch, or any',
  ['reversed', 'shuffled'],
  { default: 'reversed' },
);

/** `resolveBatchAugmentation` hands on how many classes there are to what declares this option. */
export const classesOption = code<number>('how many classes there are', { optional: true });

/** The partner of each of `size` images. */
export function partnersOf(
  size: number,
  which: 'reversed' | 'shuffled',
  random: RandomStream,
): Uint32Array {
  if (which === 'shuffled') return permutation(size, random.integer(2 ** 32));
  return Uint32Array.from({ length: size }, (_, i) => size - 1 - i);
}

/** @throws RangeError where it is not known how many classes there are */
export function knownClasses(name: string, classes: number | undefined): number {
  if (classes !== undefined && Number.isInteger(classes) && classes >= 1) return classes;
  throw new RangeError(
    `${name} mixes labels and must know how many classes there are ('classes'), got ${String(classes)}.`,
  );
}
