import * as tf from '@tensorflow/tfjs';
import { ShakeDrop, ShakeShake, StochasticDepth } from '../index.js';

beforeAll(() => tf.setBackend('cpu'));

const examples = 4000;
const ones = () => tf.ones([examples, 2]);
const mean = (values: ArrayLike<number>) =>
  Array.from(values).reduce((a, b) => a + b, 0) / values.length;
const variance = (values: number[]) => mean(values.map((v) => (v - mean(values)) ** 2));
/** One factor an example. */
const factors = (y: tf.Tensor) => Array.from(y.dataSync()).filter((_, i) => i % 2 === 0);
/** The factor that each example's gradient is multiplied by. */
const gradientFactors = (f: (x: tf.Tensor) => tf.Tensor) =>
  factors(tf.grad((x) => tf.sum(f(x)))(ones()));

describe('StochasticDepth', () => {
  const layer = new StochasticDepth({ rate: 0.3, name: 'depth' });

  test('leaves out whole examples at its rate and keeps the mean', () => {
    const y = layer.call(ones(), { training: true, seed: 1 });
    const values = y.arraySync() as number[][];
    expect(values.every(([a, b]) => a === b)).toBe(true);
    const left = factors(y).filter((v) => v === 0).length / examples;
    expect(Math.abs(left - 0.3)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / examples));
    expect(new Set(factors(y).map((v) => v.toFixed(5)))).toEqual(new Set(['0.00000', '1.42857']));
    expect(mean(factors(y))).toBeCloseTo(1, 1);
  });

  test('does nothing otherwise, and draws by seed', () => {
    expect(factors(layer.call(ones()))).toEqual(factors(ones()));
    const draw = (seed: number) => factors(layer.call(ones(), { training: true, seed }));
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
    expect(() => new StochasticDepth({ rate: 1 })).toThrow(RangeError);
  });
});

describe('ShakeShake', () => {
  const layer = new ShakeShake({ name: 'shake' });
  const zeros = () => tf.zeros([examples, 2]);
  const mixed = (args: object) => (x: tf.Tensor) => layer.call([x, zeros()], args);

  test('mixes evenly on average, by a uniform draw for each example', () => {
    const u = factors(mixed({ training: true, seed: 1 })(ones()));
    expect(Math.abs(mean(u) - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / examples));
    expect(variance(u)).toBeCloseTo(1 / 12, 2);
    const rest = factors(layer.call([zeros(), ones()], { training: true, seed: 1 }));
    u.forEach((value, i) => expect(value + rest[i]).toBeCloseTo(1, 6));
  });

  test('mixes gradients by another draw, or by the same with trueGradient', () => {
    const args = { training: true, seed: 1 };
    const forward = factors(mixed(args)(ones()));
    const backward = gradientFactors(mixed(args));
    const covariance = mean(forward.map((f, i) => (f - 0.5) * (backward[i] - 0.5)));
    expect(Math.abs(covariance)).toBeLessThan((4 * (1 / 12)) / Math.sqrt(examples));
    expect(variance(backward)).toBeCloseTo(1 / 12, 2);
    expect(gradientFactors(mixed({ ...args, trueGradient: true }))).toEqual(forward);
  });

  test('takes the mean otherwise', () => {
    expect(new Set(factors(mixed({})(ones())))).toEqual(new Set([0.5]));
  });
});

describe('ShakeDrop', () => {
  const keep = 0.6;
  const layer = new ShakeDrop({ keep, name: 'shake-drop' });
  const args = { training: true, seed: 1 };

  test('keeps branches at its rate, and multiplies the others by U(-1, 1)', () => {
    const values = factors(layer.call(ones(), args));
    const kept = values.filter((v) => v === 1).length / examples;
    expect(Math.abs(kept - keep)).toBeLessThan(4 * Math.sqrt((keep * (1 - keep)) / examples));
    const others = values.filter((v) => v !== 1);
    expect(others.every((v) => v >= -1 && v < 1)).toBe(true);
    expect(Math.abs(mean(others))).toBeLessThan(0.06);
    expect(variance(others)).toBeCloseTo(1 / 3, 1);
  });

  test('its mean is its factor in evaluation', () => {
    expect(mean(factors(layer.call(ones(), args)))).toBeCloseTo(keep, 1);
    factors(layer.call(ones())).forEach((v) => expect(v).toBeCloseTo(keep, 6));
  });

  test('multiplies gradients by 1 or U(0, 1), or as the values with trueGradient', () => {
    const forward = factors(layer.call(ones(), args));
    const backward = gradientFactors((x) => layer.call(x, args));
    backward.forEach((b, i) => expect(forward[i] === 1 ? b === 1 : b >= 0 && b < 1).toBe(true));
    expect(mean(backward.filter((_, i) => forward[i] !== 1))).toBeCloseTo(0.5, 1);
    expect(gradientFactors((x) => layer.call(x, { ...args, trueGradient: true }))).toEqual(forward);
    expect(() => new ShakeDrop({ keep: 1.5 })).toThrow(RangeError);
  });
});
