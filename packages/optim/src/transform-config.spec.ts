import * as tf from '@tensorflow/tfjs-core';
import {
  accumulateMomentum,
  adamW,
  addDecayedWeights,
  asOptimizer,
  chain,
  clipByGlobalNorm,
  rmsProp,
  scaleByRms,
  sgd,
  TransformOptimizer,
} from './index.js';
import type { GradientTransform } from './index.js';

beforeAll(() => tf.setBackend('cpu'));

const learningRate = 0.125;
const own: GradientTransform = { init: () => ({}), update: (updates) => ({ updates, state: {} }) };

/** Six steps of varied gradients on a kernel and a bias. */
function path(optimizer: tf.Optimizer): number[] {
  const kernel = tf.variable(tf.tensor2d([[1, -2]]));
  const bias = tf.variable(tf.tensor1d([3]));
  const steps = [0.5, -1.25, 0.1, 3, -0.7, 0].flatMap((g) => {
    optimizer.applyGradients({
      [kernel.name]: tf.tensor2d([[g, 2 * g]]),
      [bias.name]: tf.tensor1d([g]),
    });
    return [...kernel.dataSync(), ...bias.dataSync()];
  });
  tf.dispose([kernel, bias]);
  return steps;
}
const load = (config: tf.serialization.ConfigDict) =>
  TransformOptimizer.fromConfig<TransformOptimizer>(TransformOptimizer, config);
const copy = (config: unknown) => JSON.parse(JSON.stringify(config)) as tf.serialization.ConfigDict;

test.each<[string, GradientTransform]>([
  ['sgd', sgd({ learningRate })],
  ['sgd, other options', sgd({ learningRate, momentum: 0.5, nesterov: false, weightDecay: 0.25 })],
  ['adamW', adamW({ learningRate, decayMask: 'kernels' })],
  [
    'adamW, other options',
    adamW({ learningRate, beta1: 0.5, beta2: 0.75, epsilon: 0.25, weightDecay: 0 }),
  ],
  ['rmsProp', rmsProp({ learningRate, decayMask: 'all', weightDecay: 0.5 })],
  [
    'rmsProp, other options',
    rmsProp({ learningRate, decay: 0.5, epsilon: 0.25, momentum: 0.5, nesterov: true }),
  ],
  ['a chain of chains', chain(clipByGlobalNorm(0.5), chain(sgd({ learningRate })))],
  [
    'a chain of stages',
    chain(
      scaleByRms(),
      accumulateMomentum({ momentum: 0.5, nesterov: false }),
      addDecayedWeights(1),
    ),
  ],
])('%s is made again from its configuration', (_, transform) => {
  const optimizer = asOptimizer(transform);
  const config = copy(optimizer.getConfig());
  const again = load(config);
  expect(path(again)).toEqual(path(optimizer));
  expect(again.getConfig()).toEqual(config);
});

test('a learning rate that was set is the one that is saved', () => {
  const optimizer = asOptimizer(sgd({ learningRate }));
  optimizer.learningRate = 0.5;
  const config = copy(optimizer.getConfig());
  expect(load(config).learningRate).toBe(0.5);
});

test.each<[string, GradientTransform, string]>([
  [
    'a schedule',
    sgd({ learningRate: (step) => step }),
    'learningRate of scaleByLearningRate is a function',
  ],
  [
    'a scheduled decay',
    adamW({ learningRate, weightDecay: () => 0.1 }),
    'weightDecay of addDecayedWeights is a function',
  ],
  [
    'a mask of one’s own',
    adamW({ learningRate, decayMask: () => true }),
    'mask of addDecayedWeights is a function',
  ],
  // another model in the process changes the names
  [
    'a mask by name',
    adamW({ learningRate, decayMask: '*kernel' }),
    'mask of addDecayedWeights is "*kernel"',
  ],
  [
    'a transform of one’s own',
    chain(own, sgd({ learningRate })),
    'a transform of its chain was not made by @gnp/optim',
  ],
])('%s cannot be saved, and the error says what to do', (_, transform, message) => {
  const config = () => asOptimizer(transform).getConfig();
  expect(config).toThrow(`The optimizer's configuration cannot be saved: ${message}.`);
  expect(config).toThrow('Save the model without includeOptimizer');
  expect(config).toThrow('getWeights()');
});

test.each<[tf.serialization.ConfigDict, string]>([
  [{}, 'has no list of transforms'],
  [
    { transforms: [{ name: 'scaleByAdm' }] },
    "has an unknown transform 'scaleByAdm'. Did you mean 'scaleByAdam'?",
  ],
  [{ transforms: [{ name: 'clipByGlobalNorm', maxNorm: -1 }] }, 'maxNorm must be'],
  [
    { transforms: [{ name: 'addDecayedWeights', weightDecay: 1, mask: 'biases' }] },
    "has an unknown mask 'biases'",
  ],
])('a configuration that is not ours is refused: %j', (config, message) => {
  expect(() => load(config)).toThrow(message);
});

test('stages know what they are made of, defaults included', () => {
  expect(asOptimizer(adamW({ learningRate })).getConfig()).toEqual({
    transforms: [
      { name: 'scaleByAdam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
      { name: 'addDecayedWeights', weightDecay: 0.01, mask: 'all' },
      { name: 'scaleByLearningRate', learningRate },
    ],
  });
});
