import * as tf from '@tensorflow/tfjs';
import {
  adamW,
  asOptimizer,
  chain,
  clipByGlobalNorm,
  rmsProp,
  sgd,
  TransformOptimizer,
} from '@gnp/optim';
import type { GradientTransform } from '@gnp/optim';

beforeAll(() => tf.setBackend('cpu'));

const x = tf.randomNormal([30, 4], 0, 1, 'float32', 3);
const y = tf.tensor2d(Array.from({ length: 30 }, (_, i) => [0, 1, 2].map((c) => +(i % 3 === c))));
const loss = 'categoricalCrossentropy';
const fit = (model: tf.LayersModel, epochs: number, callbacks?: tf.CustomCallbackArgs) =>
  model.fit(x, y, {
    epochs,
    batchSize: 10,
    shuffle: false,
    verbose: 0,
    ...(callbacks && { callbacks }),
  });
const parameters = (model: tf.LayersModel) =>
  model.getWeights().map((w) => Array.from(w.dataSync()));

function build(optimizer: tf.Optimizer): tf.LayersModel {
  const dense = (units: number, seed: number) => ({
    units,
    kernelInitializer: tf.initializers.glorotUniform({ seed }),
  });
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ ...dense(8, 1), inputShape: [4], activation: 'tanh' }),
      tf.layers.dense({ ...dense(3, 2), activation: 'softmax' }),
    ],
  });
  model.compile({ optimizer, loss });
  return model;
}

/** What a file holds of a model: topology and configuration as JSON, weights as bytes. */
async function save(
  model: tf.LayersModel,
  includeOptimizer: boolean,
): Promise<tf.io.ModelArtifacts> {
  let saved: tf.io.ModelArtifacts = {};
  const handler = tf.io.withSaveHandler(({ weightData, ...rest }) => {
    saved = {
      ...(JSON.parse(JSON.stringify(rest)) as tf.io.ModelArtifacts),
      ...(weightData && { weightData }),
    };
    return Promise.resolve({
      modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' },
    });
  });
  await model.save(handler, { includeOptimizer });
  return saved;
}

const learningRate = 0.05;
const transforms: [string, () => GradientTransform][] = [
  ['sgd', () => sgd({ learningRate })],
  ['plain sgd', () => sgd({ learningRate, momentum: 0 })],
  ['adamW', () => adamW({ learningRate, weightDecay: 0.1, decayMask: 'kernels' })],
  ['rmsProp', () => rmsProp({ learningRate, momentum: 0.5, weightDecay: 0.1 })],
  ['a clipped chain', () => chain(clipByGlobalNorm(0.1), adamW({ learningRate, beta2: 0.95 }))],
];

describe.each(transforms)('%s', (_, make) => {
  test('a model saved with its optimizer goes on from the file as if it had not stopped', async () => {
    const model = build(asOptimizer(make()));
    await fit(model, 4);
    const saved = await save(model, true);
    await fit(model, 4);

    const loaded = await tf.loadLayersModel(tf.io.fromMemory(saved));
    expect(loaded.optimizer).toBeInstanceOf(TransformOptimizer);
    expect((loaded.optimizer as TransformOptimizer).learningRate).toBe(learningRate);
    await fit(loaded, 4);
    expect(parameters(loaded)).toEqual(parameters(model));
    // and once more, from the file of the loaded model
    const second = await tf.loadLayersModel(tf.io.fromMemory(await save(loaded, true)));
    await fit(model, 2);
    await fit(second, 2);
    expect(parameters(second)).toEqual(parameters(model));
  });

  test('weights of an optimizer go to the loaded model, though its variables have other names', async () => {
    const optimizer = asOptimizer(make());
    const model = build(optimizer);
    await fit(model, 4);
    const saved = await save(model, false);
    const weights = (await optimizer.getWeights()).map(({ name, tensor }) => ({
      name,
      tensor: tensor.clone(),
    }));
    await fit(model, 4);

    const loaded = await tf.loadLayersModel(tf.io.fromMemory(saved));
    const names = (of: tf.LayersModel) => of.trainableWeights.map((w) => w.name).join();
    expect(names(loaded)).not.toBe(names(model));
    const resumed = asOptimizer(make());
    loaded.compile({ optimizer: resumed, loss });
    await resumed.setWeights(weights);
    await fit(loaded, 4);
    expect(parameters(loaded)).toEqual(parameters(model));
  });

  test('a save leaves no more tensors behind than with a stock optimizer', async () => {
    const leftBehind = async (optimizer: tf.Optimizer) => {
      const model = build(optimizer);
      await fit(model, 1);
      const before = tf.memory().numTensors;
      for (let i = 0; i < 3; i++) await save(model, true);
      return tf.memory().numTensors - before;
    };
    expect(await leftBehind(asOptimizer(make()))).toBe(await leftBehind(tf.train.adam(0.1)));
  });

  test('a learning rate set during fit takes effect', async () => {
    const model = build(asOptimizer(make()));
    const atEpoch: unknown[] = [];
    await fit(model, 3, {
      onEpochBegin: (epoch) => {
        if (epoch === 1) (model.optimizer as TransformOptimizer).learningRate = 0;
        atEpoch.push(parameters(model));
      },
    });
    expect(atEpoch[1]).not.toEqual(atEpoch[0]);
    expect(atEpoch[2]).toEqual(atEpoch[1]);
    expect(parameters(model)).toEqual(atEpoch[1]);
  });
});

test('a learning rate that was set is saved with the model', async () => {
  const model = build(asOptimizer(sgd({ learningRate })));
  await fit(model, 1);
  (model.optimizer as TransformOptimizer).learningRate = 0.25;
  const loaded = await tf.loadLayersModel(tf.io.fromMemory(await save(model, true)));
  expect((loaded.optimizer as TransformOptimizer).learningRate).toBe(0.25);
});

test('an optimizer of functions refuses to be saved with the model, which can be saved without', async () => {
  const model = build(asOptimizer(adamW({ learningRate: (step) => 0.1 / (step + 1) })));
  await fit(model, 1);
  await expect(save(model, true)).rejects.toThrow(
    'learningRate of scaleByLearningRate is a function. Save the model without includeOptimizer',
  );
  const loaded = await tf.loadLayersModel(tf.io.fromMemory(await save(model, false)));
  expect(parameters(loaded)).toEqual(parameters(model));
});

test('a state of another model is refused', async () => {
  const optimizer = asOptimizer(sgd({ learningRate }));
  await fit(build(optimizer), 1);
  const wider = tf.sequential({
    layers: [
      tf.layers.dense({ units: 9, inputShape: [4] }),
      tf.layers.dense({ units: 3, activation: 'softmax' }),
    ],
  });
  const resumed = asOptimizer(sgd({ learningRate }));
  wider.compile({ optimizer: resumed, loss });
  await resumed.setWeights(await optimizer.getWeights());
  await expect(fit(wider, 1)).rejects.toThrow(/has shape \[4,8\], but '.*' needs \[4,9\]/);
});
