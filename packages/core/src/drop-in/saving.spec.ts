import * as tf from '@tensorflow/tfjs';
import * as core from '../index.js';
import type { PenalizedOptimizer, Rule } from '../index.js';

beforeAll(() => tf.setBackend('cpu'));
afterEach(() => tf.disposeVariables());

const x = () => tf.randomNormal([30, 4], 0, 1, 'float32', 3);
const y = () =>
  tf.tensor2d(Array.from({ length: 30 }, (_, i) => [0, 1, 2].map((c) => +(i % 3 === c))));
const build = () => {
  const dense = (units: number, seed: number, more: object) =>
    tf.layers.dense({ units, kernelInitializer: tf.initializers.glorotUniform({ seed }), ...more });
  return tf.sequential({
    layers: [
      dense(8, 1, { inputShape: [4], activation: 'tanh' }),
      dense(3, 2, { activation: 'softmax' }),
    ],
  });
};
const loss = 'categoricalCrossentropy';
const fit = async (model: tf.LayersModel, epochs = 5) => {
  const [xs, ys] = [x(), y()];
  await model.fit(xs, ys, { epochs, batchSize: 15, shuffle: false, verbose: 0 });
  tf.dispose([xs, ys]);
};
const parameters = (model: tf.LayersModel) =>
  model.getWeights().flatMap((w) => Array.from(w.dataSync()));

/** Saves and loads a model with its optimizer, as a file would hold it. */
async function throughFile(model: tf.LayersModel): Promise<tf.LayersModel> {
  let saved: tf.io.ModelArtifacts | undefined;
  const info = { dateSaved: new Date(), modelTopologyType: 'JSON' as const };
  await model.save(
    tf.io.withSaveHandler((artifacts) => {
      saved = JSON.parse(
        JSON.stringify({ ...artifacts, weightData: undefined }),
      ) as tf.io.ModelArtifacts;
      saved.weightData = artifacts.weightData;
      return Promise.resolve({ modelArtifactsInfo: info });
    }),
    { includeOptimizer: true },
  );
  return tf.loadLayersModel(tf.io.fromMemory(saved!));
}

const rules: [string, Rule][] = [
  ['sam', core.sam({ rho: 0.05 })],
  [
    'gnp in wrappers',
    core.every(2, core.only(core.gnp({ r: 0.1, alpha: 0.8 }), ['*_Kernel', '*kernel*'])),
  ],
  ['a rule with memory', core.lookSam({ rho: 0.05, every: 4 })],
  [
    'memory in wrappers',
    core.randomly(0.5, core.clipped(core.friendlySam({ rho: 0.1 }), { each: 2 })),
  ],
  ['the exact penalty', core.doubleBackprop({ gamma: 0.01 })],
];

describe('a model saved with its optimizer', () => {
  test.each(rules)('goes on as if it had not stopped: %s', async (_, rule) => {
    const model = build();
    model.compile({ optimizer: core.penalized(tf.train.adam(0.05), rule, { seed: 3 }), loss });
    await fit(model);
    const loaded = await throughFile(model);
    const optimizer = loaded.optimizer as PenalizedOptimizer;
    expect(optimizer).toBeInstanceOf(core.PenalizedOptimizer);
    expect(optimizer.rule.config()).toEqual(rule.config());
    expect(optimizer.iterations).toBe(10);
    await fit(model);
    await fit(loaded);
    const [expected, found] = [parameters(model), parameters(loaded)];
    // Adam of tfjs saves its moments and counts, but begins its powers of beta anew, to float32
    found.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 4));
  });

  test('says what cannot be saved', async () => {
    const model = build();
    const rule = core.gnp({ r: (step) => step, alpha: 1 });
    model.compile({ optimizer: core.penalized(tf.train.adam(0.05), rule), loss });
    await expect(throughFile(model)).rejects.toThrow(
      "Option 'r' of 'gnp' is a function, which cannot be saved with a model.",
    );
    const selecting = core.only(core.sam({ rho: 1 }), (name) => name === 'w');
    expect(() => selecting.config()).toThrow("What 'only' selects is a function");
    expect(() => core.ruleOf({ name: 'gnpp', options: {} })).toThrow("Did you mean 'gnp'?");
  });
});

describe('weights', () => {
  test('have names of their own', async () => {
    const model = build();
    const optimizer = core.penalized(tf.train.adam(0.05), core.lookSam({ rho: 0.05 }));
    model.compile({ optimizer, loss });
    await fit(model, 1);
    const names = (await optimizer.getWeights()).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names[0]).toBe('iter');
    expect(names.filter((name) => name.startsWith('rule/direction/'))).toHaveLength(4);
  });

  test('of other variables go by position, and are refused where they do not fit', async () => {
    const rule = core.momentumSam({ rho: 0.1 });
    const [a, b] = [tf.tensor1d([1, 2]), tf.tensor1d([5, 6])].map((t) => tf.variable(t));
    const c = tf.variable(tf.tensor1d([1, 2, 3]));
    const minimize = (optimizer: tf.Optimizer, v: tf.Variable) =>
      optimizer.minimize(() => tf.tidy(() => tf.sum<tf.Scalar>(tf.square(v))), false, [v]);
    const first = core.penalized(tf.train.sgd(0.1), rule);
    minimize(first, a);
    // the tensors are those of the optimizer, until its next step
    const saved = (await first.getWeights()).map((weight) => ({
      ...weight,
      tensor: weight.tensor.clone(),
    }));
    const other = core.penalized(tf.train.sgd(0.1), rule);
    await other.setWeights(saved);
    b.assign(a);
    minimize(first, a);
    minimize(other, b);
    expect(b.dataSync()).toEqual(a.dataSync());
    const third = core.penalized(tf.train.sgd(0.1), rule);
    await third.setWeights(saved);
    expect(() => minimize(third, c)).toThrow(
      "The saved state does not fit rule 'momentum-sam' and these variables: it holds [2], and should hold [3].",
    );
  });

  test('are saved without more tensors than stock optimizers leave', async () => {
    const left = async (optimizer: tf.Optimizer) => {
      const model = build();
      model.compile({ optimizer, loss });
      await fit(model, 1);
      const before = tf.memory().numTensors;
      const result = { dateSaved: new Date(), modelTopologyType: 'JSON' as const };
      const handler = tf.io.withSaveHandler(() => Promise.resolve({ modelArtifactsInfo: result }));
      for (let i = 0; i < 5; i++) await model.save(handler, { includeOptimizer: true });
      return tf.memory().numTensors - before;
    };
    const stock = await left(tf.train.adam(0.01));
    const ours = core.penalized(tf.train.adam(0.01), core.friendlySam({ rho: 0.05 }));
    expect(await left(ours)).toBe(stock);
  });
});
