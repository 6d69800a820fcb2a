import { checkCount } from '@gnp/options';

/**
 * Weights that give each class the same share of the loss: N / (C · N_c) for class c, of N labels of C
 * classes that occur, N_c of them c. A class that does not occur has the weight 0.
 *
 * @param labels the class of each example, from 0 to classes - 1
 * @returns [classes]
 * @throws RangeError if `classes` is not a whole number from 1 on, or a label is none of them
 */
export function balancedWeights(labels: ArrayLike<number>, classes: number): number[] {
  checkCount('classes', classes);
  const counts = new Array<number>(classes).fill(0);
  for (let i = 0; i < labels.length; i++) {
    if (!(labels[i] in counts)) {
      throw new RangeError(`Label ${labels[i]} is none of the ${classes} classes from 0 on.`);
    }
    counts[labels[i]]++;
  }
  const present = counts.filter((count) => count > 0).length;
  return counts.map((count) => (count > 0 ? labels.length / (present * count) : 0));
}
