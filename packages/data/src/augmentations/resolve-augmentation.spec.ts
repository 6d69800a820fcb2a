import { randomStream } from '@gnp/random';
import { randomImage } from '../../testing/samples.js';
import { DatasetError } from '../dataset-error.js';
import type { ImageShape } from '../image.js';
import { compose } from './compose.js';
import { padAndCrop } from './pad-and-crop.js';
import { randomHorizontalFlip } from './random-horizontal-flip.js';
import { resolveAugmentation } from './resolve-augmentation.js';
import type { AugmentationSpec } from './resolve-augmentation.js';
import type { Transform } from './transform.js';

const square = (size: number): ImageShape => ({ height: size, width: size, channels: 3 });

/** What it makes of one image under a hundred seeds. */
function outputs(augment: Transform, shape: ImageShape): string[] {
  const image = randomImage(shape, 1);
  return Array.from({ length: 100 }, (_, seed) => augment(image, randomStream(seed)).pixels.join());
}

describe('resolveAugmentation', () => {
  it.each<[AugmentationSpec, number, Transform]>([
    ['none', 8, compose()],
    [[], 8, compose()],
    ['crop', 4, padAndCrop({ padding: 1 })],
    ['crop', 8, padAndCrop({ padding: 1 })],
    ['crop', 28, padAndCrop({ padding: 4 })],
    ['basic', 32, compose(randomHorizontalFlip(), padAndCrop({ padding: 4 }))],
    [
      { name: 'pad-and-crop', padding: 2, mode: 'zero' },
      8,
      padAndCrop({ padding: 2, mode: 'zero' }),
    ],
    [
      [{ name: 'pad-and-crop' }, { name: 'horizontal-flip', probability: 0.9 }],
      16,
      compose(padAndCrop({ padding: 2 }), randomHorizontalFlip({ probability: 0.9 })),
    ],
  ])('makes %j for %p pixels', (spec, size, expected) => {
    const shape = square(size);
    expect(outputs(resolveAugmentation(spec) ?? compose(), shape)).toEqual(
      outputs(expected, shape),
    );
  });

  it('makes nothing of none', () => {
    expect(resolveAugmentation('none')).toBeUndefined();
    expect(resolveAugmentation([])).toBeUndefined();
  });

  it.each([undefined, null, 3, {}, { module: 'x' }, ['basic'], [{ name: 'cutout' }, null]])(
    'says what it takes when it is given %j',
    (given) => {
      const resolve = () => resolveAugmentation(given as never);
      expect(resolve).toThrow(DatasetError);
      expect(resolve).toThrow(
        "a step such as { name: 'horizontal-flip' }, or a list of steps; got",
      );
    },
  );

  it('gives the nearest of the known names', () => {
    expect(() => resolveAugmentation('basc' as 'basic')).toThrow(
      new DatasetError(
        'There is no augmentation "basc"; did you mean "basic"? Known are ' +
          'none, crop, basic, autoaugment, imagenet, imagenet-randaugment, imagenet-test.',
      ),
    );
    expect(() => resolveAugmentation({ name: 'pad' as 'pad-and-crop' })).toThrow(
      'There is no augmentation "pad"; did you mean "pad-and-crop"?',
    );
  });

  it('refuses unknown and impossible options', () => {
    const misspelt = { name: 'pad-and-crop', paddding: 2 } as { name: 'pad-and-crop' };
    expect(() => resolveAugmentation(misspelt)).toThrow(
      "pad-and-crop has no option 'paddding'. Did you mean 'padding'?",
    );
    expect(() => resolveAugmentation({ name: 'horizontal-flip', probability: 2 })).toThrow(
      RangeError,
    );
  });
});
