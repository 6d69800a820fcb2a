import * as tf from '@tensorflow/tfjs';
import { duringPass } from '@gnp/ops';
import type { PassScope } from '@gnp/ops';
import { Attention, BatchNorm, ClassAttention, Dropout, ShakeDrop, ShakeShake } from '../index.js';
import { StochasticDepth, TalkingHeadsAttention, WindowAttention } from '../index.js';

beforeAll(() => tf.setBackend('cpu'));
afterEach(() => {
  jest.restoreAllMocks();
  tf.disposeVariables();
});

const pass = (seed: number, more: Partial<PassScope> = {}): PassScope => ({
  ...{ seed, batchStatistics: 'update', trueGradient: false },
  ...more,
});
const numbers = (t: tf.Tensor) => Array.from(t.dataSync());
const images = (seed = 1) => tf.randomNormal([16, 4, 6], 0, 1, 'float32', seed);

/** A model of one layer, whose inputs are all of the same shape; and images for it. */
function modelOf(layer: tf.layers.Layer, inputs: number) {
  const symbols = Array.from({ length: inputs }, () => tf.input({ shape: [4, 6] }));
  const outputs = layer.apply(inputs === 1 ? symbols[0] : symbols) as tf.SymbolicTensor;
  const model = tf.model({ inputs: symbols, outputs });
  const x = symbols.map((_, i) => images(i + 1));
  return (args: object) => model.apply(x, args) as tf.Tensor;
}

const heads = { heads: 2, dropout: 0.5 };
const stochastic: [name: string, inputs: number, () => tf.layers.Layer][] = [
  ['Dropout', 1, () => new Dropout({ rate: 0.5 })],
  ['StochasticDepth', 1, () => new StochasticDepth({ rate: 0.5 })],
  ['ShakeDrop', 1, () => new ShakeDrop({ keep: 0.5 })],
  ['ShakeShake', 2, () => new ShakeShake()],
  ['Attention', 3, () => new Attention(heads)],
  ['ClassAttention', 3, () => new ClassAttention(heads)],
  ['TalkingHeadsAttention', 3, () => new TalkingHeadsAttention(heads)],
  [
    'WindowAttention',
    3,
    () => new WindowAttention({ ...heads, ...{ height: 2, width: 2, window: 2, shift: 0 } }),
  ],
];

describe.each(stochastic)('%s, called with `training` alone', (_, inputs, make) => {
  test('draws by the seed of the pass', () => {
    const call = modelOf(make(), inputs);
    const within = (seed: number) =>
      numbers(duringPass(pass(seed), () => call({ training: true })));
    expect(within(1)).toEqual(within(1));
    expect(within(1)).not.toEqual(within(2));
    expect(within(1)).toEqual(numbers(call({ training: true, seed: 1 })));
  });

  test('takes a seed of the call before that of the pass', () => {
    const call = modelOf(make(), inputs);
    const own = { training: true, seed: 2 };
    expect(numbers(duringPass(pass(1), () => call(own)))).toEqual(numbers(call(own)));
  });

  test('draws anew each time where nobody gives a seed, and not from Math.random', () => {
    const call = modelOf(make(), inputs);
    const random = jest.spyOn(Math, 'random');
    const draws = [1, 2, 3].map(() => numbers(call({ training: true })).join());
    expect(new Set(draws).size).toBe(3);
    expect(random).not.toHaveBeenCalled();
  });

  test('draws nothing outside training', () => {
    const call = modelOf(make(), inputs);
    expect(numbers(duringPass(pass(1), () => call({})))).toEqual(numbers(call({})));
  });
});

test('a process that is run again draws the same seeds', async () => {
  const seeds: number[][] = [];
  for (let process = 0; process < 2; process++) {
    await jest.isolateModulesAsync(async () => {
      const { resolveCall } = await import('./call-arguments.js');
      seeds.push([1, 2, 3].map(() => resolveCall({}).seedOf('layer')));
    });
  }
  expect(seeds[0]).toEqual(seeds[1]);
  expect(new Set(seeds[0]).size).toBe(3);
});

test.each<[string, number, tf.layers.Layer]>([
  ['ShakeShake', 2, new ShakeShake()],
  ['ShakeDrop', 1, new ShakeDrop({ keep: 0.3 })],
])('%s mixes gradients as the pass says, or the call before it', (_, inputs, layer) => {
  const rest = Array.from({ length: inputs - 1 }, () => tf.zeros([16, 4, 6]));
  const call = (x: tf.Tensor, args: object) =>
    layer.apply(inputs === 1 ? x : [x, ...rest], { training: true, ...args }) as tf.Tensor;
  const factors = (trueGradient: boolean, args = {}) =>
    duringPass(pass(1, { trueGradient }), () => ({
      forward: numbers(call(tf.ones([16, 4, 6]), args)),
      backward: numbers(tf.grad((x) => tf.sum(call(x, args)))(tf.ones([16, 4, 6]))),
    }));
  const [alike, apart] = [factors(true), factors(false)];
  expect(alike.backward).toEqual(alike.forward);
  expect(apart.backward).not.toEqual(apart.forward);
  expect(factors(true, { trueGradient: false })).toEqual(apart);
});

test('BatchNorm moves its running statistics as the pass says, or the call before it', () => {
  const layer = new BatchNorm();
  layer.build([16, 4, 6]);
  const moves = (batchStatistics: PassScope['batchStatistics'], args = {}) => {
    const before = layer.getWeights().map(numbers);
    duringPass(pass(1, { batchStatistics }), () =>
      layer.apply(images(), { training: true, ...args }),
    );
    return JSON.stringify(layer.getWeights().map(numbers)) !== JSON.stringify(before);
  };
  expect(moves('keep')).toBe(false);
  expect(moves('update')).toBe(true);
  expect(moves('keep', { batchStatistics: 'update' })).toBe(true);
  expect(moves('update', { batchStatistics: 'keep' })).toBe(false);
});

test('an optimizer reaches the layers of a model in `fit`', async () => {
  const seen: number[] = [];
  /** Evaluates the loss twice in one pass, and once in another. */
  class Watching extends tf.SGDOptimizer {
    override minimize(f: () => tf.Scalar): tf.Scalar {
      const losses = [1, 1, 2].map((seed) => duringPass(pass(seed), f));
      seen.push(...losses.map((loss) => loss.dataSync()[0]));
      return losses[0];
    }
  }
  const inputs = tf.input({ shape: [4, 6] });
  const dropped = new Dropout({ rate: 0.5 }).apply(inputs) as tf.SymbolicTensor;
  const model = tf.model({ inputs, outputs: dropped });
  model.compile({ optimizer: new Watching(0.1), loss: 'meanSquaredError' });
  await model.fit(images(), tf.zeros([16, 4, 6]), { epochs: 1, shuffle: false });
  expect(seen).toHaveLength(3);
  expect(seen[1]).toBe(seen[0]);
  expect(seen[2]).not.toBe(seen[0]);
});
