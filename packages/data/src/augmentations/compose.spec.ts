import { randomStream } from '@gnp/random';
import { compose } from './compose.js';
import type { Transform } from './transform.js';

const changed =
  (f: (value: number) => number): Transform =>
  (image) => ({ ...image, pixels: image.pixels.map(f) });
const add = (amount: number) => changed((value) => value + amount);
const double = changed((value) => value * 2);

function apply(transform: Transform, pixels: Uint8Array): number[] {
  const image = { height: 1, width: pixels.length, channels: 1, pixels };
  return [...transform(image, randomStream(0)).pixels];
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
    const draw: Transform = (image, random) => {
      seen.push(random.uniform());
      return image;
    };
    apply(compose(draw, draw), Uint8Array.of(1));
    const random = randomStream(0);
    expect(seen).toEqual([random.uniform(), random.uniform()]);
  });
});
