import { randomStream } from '@gnp/random';
import type { Augmentation } from './augmentation.js';
import { compose } from './compose.js';

const shape = { height: 1, width: 3, channels: 1 };
const add =
  (amount: number): Augmentation =>
  (source, target) =>
    source.forEach((value, i) => (target[i] = value + amount));
const double: Augmentation = (source, target) =>
  source.forEach((value, i) => (target[i] = value * 2));

function apply(augment: Augmentation, source: Uint8Array): number[] {
  const before = source.slice();
  const target = new Uint8Array(source.length);
  augment(source, target, { ...shape, width: source.length }, randomStream(0));
  expect(source).toEqual(before);
  return [...target];
}

describe('compose', () => {
  it('applies each in its order and leaves the source alone', () => {
    const source = Uint8Array.of(1, 2, 3);
    expect(apply(compose(), source)).toEqual([1, 2, 3]);
    expect(apply(compose(double), source)).toEqual([2, 4, 6]);
    expect(apply(compose(add(1), double), source)).toEqual([4, 6, 8]);
    expect(apply(compose(double, add(1)), source)).toEqual([3, 5, 7]);
    expect(apply(compose(add(1), double, add(3), double), source)).toEqual([14, 18, 22]);
  });

  it('serves images of changing size', () => {
    const both = compose(add(1), double, add(1));
    expect(apply(both, Uint8Array.of(1, 2, 3))).toEqual([5, 7, 9]);
    expect(apply(both, Uint8Array.of(1))).toEqual([5]);
    expect(apply(both, Uint8Array.of(1, 2, 3, 4))).toEqual([5, 7, 9, 11]);
  });

  it('hands one stream through all of them', () => {
    const seen: number[] = [];
    const draw: Augmentation = (source, target, _, random) => {
      seen.push(random.uniform());
      target.set(source);
    };
    apply(compose(draw, draw), Uint8Array.of(1));
    const random = randomStream(0);
    expect(seen).toEqual([random.uniform(), random.uniform()]);
  });
});
