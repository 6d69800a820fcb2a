import { permutation } from '@gnp/random';
import type { SampleChoice } from '@gnp/report';
import type { Predictions } from '@gnp/trainer';

/** An image of a split, and why it is shown. */
export interface Chosen {
  readonly choice: SampleChoice;
  readonly index: number;
}

/** How many images are shown for each reason. */
const most = { 'confident error': 12, 'unsure hit': 6, random: 6 } as const;

/**
 * Which images tell most of a model: errors with the highest probability, where labels are wrong or classes look alike; hits
 * with the lowest, where the next errors will be; and some of the others by chance. Chance, which decides between equal
 * probabilities, too, is one order of the images for all models. Where the probability is not a number there is nothing to
 * show.
 */
export function chooseSamples({ labels, predicted, probabilities }: Predictions): Chosen[] {
  const known = [...permutation(labels.length, 0)].filter((i) => Number.isFinite(probabilities[i]));
  const isRight = (index: number) => labels[index] === predicted[index];
  const byProbability = (a: number, b: number) => probabilities[a] - probabilities[b];
  const errors = known.filter((i) => !isRight(i)).sort((a, b) => byProbability(b, a));
  const hits = known.filter(isRight).sort(byProbability);
  const pick = (choice: SampleChoice, indices: readonly number[]): Chosen[] =>
    indices.slice(0, most[choice]).map((index) => ({ choice, index }));
  const first = [...pick('confident error', errors), ...pick('unsure hit', hits)];
  const taken = new Set(first.map(({ index }) => index));
  const others = known.filter((index) => !taken.has(index));
  return [...first, ...pick('random', others)];
}
