import * as tf from '@tensorflow/tfjs';
import { Dropout } from '../index.js';

beforeAll(() => tf.setBackend('cpu'));

const x = () => tf.ones([100, 100]);
const mask = (layer: Dropout, args: { training?: boolean; seed?: number }) =>
  Array.from(layer.call(x(), args).dataSync());

describe('Dropout', () => {
  test('shares its mask between passes of one seed, and draws others for others', () => {
    const layer = new Dropout({ rate: 0.5, name: 'drop1' });
    const first = mask(layer, { training: true, seed: 3 });
    expect(mask(layer, { training: true, seed: 3 })).toEqual(first);
    expect(mask(layer, { training: true, seed: 4 })).not.toEqual(first);
    expect(
      mask(new Dropout({ rate: 0.5, name: 'drop2' }), { training: true, seed: 3 }),
    ).not.toEqual(first);
  });

  test('keeps 1 - rate of the elements, scaled so that the mean stays', () => {
    const values = mask(new Dropout({ rate: 0.2, name: 'drop' }), { training: true, seed: 1 });
    const kept = values.filter((v) => v !== 0);
    expect(new Set(kept.map((v) => v.toFixed(5)))).toEqual(new Set(['1.25000']));
    // 10,000 draws: four standard deviations are 0.016
    expect(Math.abs(kept.length / values.length - 0.8)).toBeLessThan(0.016);
  });

  test('passes everything through outside training and at rate 0', () => {
    expect(new Set(mask(new Dropout({ rate: 0.9 }), { seed: 1 }))).toEqual(new Set([1]));
    expect(new Set(mask(new Dropout({ rate: 0 }), { training: true, seed: 1 }))).toEqual(
      new Set([1]),
    );
  });

  test.each([1, -0.1, NaN])('refuses rate %p', (rate) => {
    expect(() => new Dropout({ rate })).toThrow(`got ${rate}`);
  });
});
