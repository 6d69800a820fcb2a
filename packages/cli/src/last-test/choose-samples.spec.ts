import { permutation } from '@gnp/random';
import { chooseSamples } from './choose-samples.js';

/** Of 100 images of class 0 each third is taken for class 1; all have other probabilities. */
const predictions = {
  labels: new Int32Array(100),
  predicted: Int32Array.from({ length: 100 }, (_, i) => +(i % 3 === 0)),
  probabilities: Float32Array.from({ length: 100 }, (_, i) => ((i * 37) % 100) / 100),
};
const { probabilities } = predictions;
const of = (choice: string, given = predictions) =>
  chooseSamples(given).flatMap((one) => (one.choice === choice ? [one.index] : []));

test('errors come from the most probable on, hits from the least probable on', () => {
  const all = [...probabilities.keys()];
  const errors = all.filter((i) => i % 3 === 0).sort((a, b) => probabilities[b] - probabilities[a]);
  const hits = all.filter((i) => i % 3 > 0).sort((a, b) => probabilities[a] - probabilities[b]);
  expect(of('confident error')).toEqual(errors.slice(0, 12));
  expect(of('unsure hit')).toEqual(hits.slice(0, 6));
});

test('no image comes twice, and chance is the same for any model', () => {
  const indices = chooseSamples(predictions).map(({ index }) => index);
  expect(new Set(indices).size).toBe(24);
  const others = { ...predictions, probabilities: probabilities.map((p) => 1 - p) };
  const [one, other] = [of('random'), of('random', others)];
  expect(one).toHaveLength(6);
  expect(one.filter((index) => other.includes(index)).length).toBeGreaterThanOrEqual(3);
});

test('of equals chance takes those that come first in its order', () => {
  const equal = { ...predictions, probabilities: new Float32Array(100).fill(0.5) };
  const order = [...permutation(100, 0)];
  const errors = order.filter((index) => index % 3 === 0);
  expect(of('confident error', equal)).toEqual(errors.slice(0, 12));
  const rest = order.filter(
    (index) => ![...errors.slice(0, 12), ...of('unsure hit', equal)].includes(index),
  );
  expect(of('random', equal)).toEqual(rest.slice(0, 6));
});

test('few images are shown once each, and none whose probability is no number', () => {
  const few = {
    labels: Int32Array.of(0, 0, 0),
    predicted: Int32Array.of(0, 1, 1),
    probabilities: Float32Array.of(0.5, 0.6, NaN),
  };
  expect(chooseSamples(few)).toEqual([
    { choice: 'confident error', index: 1 },
    { choice: 'unsure hit', index: 0 },
  ]);
});
