import { randomStream } from '@gnp/random';
import { randomImage } from '../../../testing/samples.js';
import type { Image } from '../../image.js';
import * as pixels from '../../pixels/index.js';
import { plainImage } from '../../pixels/new-image.js';
import { autoAugment } from './auto-augment.js';
import { operate, operations } from './operations.js';
import type { OperationName } from './operations.js';
import { cifarPolicy } from './policies/cifar.js';
import { imagenetPolicy } from './policies/imagenet.js';
import { svhnPolicy } from './policies/svhn.js';
import { autoAugmentConstants, policyOperation, policyOperations } from './policy-operation.js';
import { randAugment } from './rand-augment.js';
import { reachOf } from './reach.js';
import { trivialAugment } from './trivial-augment.js';

const image = randomImage({ height: 32, width: 32, channels: 3 }, 1);
const reach = reachOf(autoAugmentConstants, 'scaled');
const reference = reachOf(autoAugmentConstants, 'reference');

/** A stream whose signs are all minus or all plus, and whose places are 3. */
const fixed = (minus: boolean) => ({
  uniform: () => 0,
  integer: () => 3,
  normal: () => 0,
  bernoulli: () => minus,
});

const at = (name: OperationName, level: number, minus = false, which = reach): Image =>
  operate(name, image, level, fixed(minus), which);

test.each([
  ['cifar', cifarPolicy, 95],
  ['imagenet', imagenetPolicy, 25],
  ['svhn', svhnPolicy, 25],
])('the policy %s is one of probabilities and levels', (_, policy, count) => {
  expect(policy).toHaveLength(count);
  for (const [name, probability, level] of policy.flat()) {
    expect(Object.keys(operations)).toContain(name);
    expect(probability * 10).toBeCloseTo(Math.round(probability * 10), 10);
    expect(level === Math.round(level) && level >= 0 && level <= 10).toBe(true);
  }
});

test('levels are those of the research code', () => {
  expect(at('rotate', 9)).toEqual(pixels.rotate(image, 27));
  expect(at('rotate', 9, true)).toEqual(pixels.rotate(image, -27));
  expect(at('posterize', 9)).toEqual(pixels.posterize(image, 3));
  expect(at('solarize', 9)).toEqual(pixels.solarize(image, 230));
  expect(at('solarizeAdd', 9)).toEqual(pixels.solarizeAdd(image, 99));
  expect(at('color', 9)).toEqual(pixels.color(image, 1.72));
  expect(at('shearX', 9, true)).toEqual(pixels.shearX(image, -0.27));
  expect(at('shearY', 9)).toEqual(pixels.shearY(image, 0.27));
  // 32 pixels of 331 are moved by 15 of 150, and covered by 6 of 60, twice 2.9 cut off
  expect(at('translateX', 10)).toEqual(pixels.translateX(image, (150 * 32) / 331));
  const covered = { top: 1, left: 1, height: 4, width: 4 };
  expect(at('cutout', 10)).toEqual(pixels.erase(image, covered, 128));
  expect(at('contrast', 10, false, reference)).toEqual(pixels.contrast(image, 1.9, 'reference'));
});

test('the constants of the research code leave nothing of small images', () => {
  const grey = plainImage(image, 128);
  expect(at('translateY', 9, false, reference)).toEqual(grey);
  expect(at('cutout', 4, false, reference)).toEqual(grey);
  expect(at('translateY', 9)).not.toEqual(grey);
});

test('the reference’s contrast blends with the number of pixels over 256', () => {
  const { pixels: found } = pixels.contrast(image, 0.5, 'reference');
  // 32 · 32 / 256 = 4, blended and cut off
  expect([...found]).toEqual([...image.pixels].map((value) => Math.floor(4 + 0.5 * (value - 4))));
});

test('the reference’s shears count rows and columns from 0', () => {
  const sheared = (x: number, y: number, right: number, down: number) => {
    const [column, row] = [Math.round(x + right * y), Math.round(y + down * x)];
    const inside = column >= 0 && row >= 0 && column < 32 && row < 32;
    return [0, 1, 2].map((c) => (inside ? image.pixels[(row * 32 + column) * 3 + c] : 128));
  };
  const places = Array.from({ length: 32 * 32 }, (_, i) => [i % 32, Math.floor(i / 32)] as const);
  // no level here puts a place between two pixels
  for (const level of [7, 9]) {
    const [x, y] = [at('shearX', level, false, reference), at('shearY', level, true, reference)];
    expect([...x.pixels]).toEqual(places.flatMap((at) => sheared(...at, level * 0.03, 0)));
    expect([...y.pixels]).toEqual(places.flatMap((at) => sheared(...at, 0, -level * 0.03)));
    expect(x).not.toEqual(at('shearX', level));
  }
});

test('the reference’s sharpness cuts means off', () => {
  const { pixels: found } = at('sharpness', 0, false, reference);
  const mean = (place: number) => {
    const around = [-99, -96, -93, -3, 3, 93, 96, 99].map((step) => image.pixels[place + step]);
    return Math.floor((around.reduce((a, b) => a + b) + 5 * image.pixels[place]) / 13);
  };
  for (const place of [99, 500, 96 * 30 + 90]) {
    const [smooth, value] = [mean(place), image.pixels[place]];
    expect(found[place]).toBe(Math.floor(smooth + Math.fround(0.1) * (value - smooth)));
  }
});

test('solarizing by addition keeps to its half and to 255', () => {
  const ramp = {
    height: 1,
    width: 256,
    channels: 1,
    pixels: Uint8Array.from({ length: 256 }, (_, i) => i),
  };
  const { pixels: found } = pixels.solarizeAdd(ramp, 140);
  expect([...found]).toEqual([...ramp.pixels].map((v) => (v < 128 ? Math.min(255, v + 140) : v)));
});

test('each pair of a policy is drawn, and each of its operations as often as it says', () => {
  const transform = autoAugment({ policy: 'svhn' });
  const drawn = new Array<number>(25).fill(0);
  for (let seed = 0; seed < 3000; seed++) {
    const random = randomStream(seed);
    drawn[randomStream(seed).integer(25)]++;
    transform(image, random);
  }
  for (const count of drawn) expect(Math.abs(count - 120)).toBeLessThan(50);
  const probabilities: number[] = [];
  const stream = {
    ...fixed(false),
    integer: () => 0,
    bernoulli: (p: number) => {
      probabilities.push(p);
      return false;
    },
  };
  expect(transform(image, stream)).toBe(image);
  expect(probabilities).toEqual(svhnPolicy[0].map(([, probability]) => probability));
});

test('RandAugment applies as many operations as asked for, TrivialAugment one', () => {
  const counting = (numbers: number[]) => ({
    ...fixed(false),
    integer: (n: number) => {
      numbers.push(n);
      return 0;
    },
  });
  const [rand, trivial]: number[][] = [[], []];
  randAugment({ layers: 3 })(image, counting(rand));
  trivialAugment()(image, counting(trivial));
  expect(rand).toEqual([16, 16, 16]);
  expect(trivial).toEqual([14, 31]);
});

test('one operation alone is what policies make of it', () => {
  expect(policyOperations).toHaveLength(16);
  for (const name of policyOperations) {
    const found = policyOperation(name, 7)(image, randomStream(5));
    expect(found).toEqual(operate(name, image, 7, randomStream(5), reach));
  }
});
