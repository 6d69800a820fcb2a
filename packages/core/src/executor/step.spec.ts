import * as tf from '@tensorflow/tfjs';
import * as core from '../index.js';
import type { LossFunction, Rule } from '../index.js';

let w: tf.Variable;
let b: tf.Variable;
beforeAll(() => tf.setBackend('cpu'));
beforeEach(() => {
  w = tf.tidy(() => tf.variable(tf.tensor1d([3, -4])));
  b = tf.tidy(() => tf.variable(tf.scalar(2)));
});
afterEach(() => tf.dispose([w, b]));

const half = () => tf.tidy(() => tf.mul<tf.Scalar>(0.5, tf.sum(tf.square(w))));
const read = (tensors: tf.NamedTensorMap) =>
  Object.fromEntries(Object.entries(tensors).map(([name, t]) => [name, Array.from(t.dataSync())]));

describe('a state', () => {
  const stateful: [string, Rule][] = [
    ['momentumSam', core.momentumSam({ rho: 0.1 })],
    ['friendlySam', core.friendlySam({ rho: 0.1 })],
    ['lookSam', core.lookSam({ rho: 0.1 })],
    ['sparseSam', core.sparseSam({ rho: 0.1 })],
  ];

  test.each(stateful)('of %s for other parameters is refused, by names and shapes', (_, rule) => {
    const { state, ...first } = core.computeGradient(rule, half, { w }, { step: 0 });
    const slot = Object.keys(state)[0].split('/')[0];
    const renamed = Object.fromEntries(
      Object.entries(state).map(([name, t]) => [name.replace('/w', '/kernel'), t]),
    );
    const step = (given: tf.NamedTensorMap, variables: core.NamedVariables = { w }) =>
      core.computeGradient(rule, half, variables, { step: 1, state: given });
    expect(() => step(renamed)).toThrow(`'${slot}/w' is missing, and should be of shape [2].`);
    expect(() => step(state, { w, b })).toThrow(
      `'${slot}/b' is missing, and should be of shape []`,
    );
    const wider = { ...state, [`${slot}/w`]: tf.zeros([3]) };
    expect(() => step(wider)).toThrow(`'${slot}/w' is of shape [3], and should be of shape [2].`);
    tf.dispose([state, wider, first.loss, first.gradients]);
    first.diagnostics.dispose();
  });

  test('keeps what it knows of parameters that the loss does not reach, which get no gradient', () => {
    const rule = core.lookSam({ rho: 0.1, every: 2 });
    const first = core.computeGradient(rule, half, { w, b }, { step: 0 });
    const second = core.computeGradient(rule, half, { w, b }, { step: 1, state: first.state });
    expect(Object.keys(first.gradients)).toEqual(['w']);
    expect(Object.keys(second.gradients)).toEqual(['w']);
    expect(read(second.state)['direction/b']).toEqual([0]);
    first.dispose();
    second.dispose();
  });

  test('is the first one of the rule where none is given', () => {
    const rule = core.adaptiveSam({ rho: 0.1 });
    const state = core.initialState(core.mSharpness(core.sparseSam({ rho: 0.1 }), 2), { w });
    expect(read(state)).toEqual({
      'shard0.fisher/w': [0, 0],
      'shard0.mask/w': [1, 1],
      'shard1.fisher/w': [0, 0],
      'shard1.mask/w': [1, 1],
    });
    expect(Object.keys(core.initialState(rule, { w }))).toEqual(Object.keys(rule.memory));
    tf.dispose(state);
  });
});

describe('running statistics', () => {
  test.each<[string, LossFunction]>([
    [
      'an error',
      (pass) => {
        if (pass.index === 1) throw new Error('out of data');
        return half();
      },
    ],
    ['a NaN', (pass) => tf.tidy(() => tf.mul<tf.Scalar>(half(), pass.index === 1 ? NaN : 1))],
  ])('stay where they were when a later pass ends in %s', (_, lossFn) => {
    const average = tf.variable(tf.scalar(1), false);
    const before = tf.memory().numTensors;
    const assigning: LossFunction = (pass) => {
      tf.tidy(() => average.assign(tf.add(average, 1)));
      return lossFn(pass);
    };
    const rule = core.sam({ rho: 0.1 });
    expect(() => core.computeGradient(rule, assigning, { w }, { step: 0 })).toThrow();
    expect(average.dataSync()[0]).toBe(1);
    expect(tf.memory().numTensors).toBe(before);
    average.dispose();
  });
});

describe('the parts of a loss', () => {
  const parts: LossFunction = () => {
    const losses = tf.tidy<tf.Tensor1D>(() => tf.mul(tf.square(w), 0.5));
    const penalty = tf.tidy(() => tf.mul<tf.Scalar>(100, tf.sum(tf.square(w))));
    return { losses, penalty, metrics: { largest: tf.max<tf.Scalar>(w) } };
  };
  const gradientOf = (rule: Rule) => {
    const result = core.computeGradient(rule, parts, { w }, { step: 0 });
    const values = { gradient: read(result.gradients).w, ...result.diagnostics.readSync() };
    result.dispose();
    return values;
  };

  test('are added up, and told apart', () => {
    const { gradient, loss, penalty, metrics } = gradientOf(core.plain());
    expect(gradient.map((v) => +v.toFixed(3))).toEqual([3 / 2 + 600, -4 / 2 - 800]);
    expect({ loss, penalty, metrics }).toEqual({
      loss: (9 + 16) / 4,
      penalty: 2500,
      metrics: { largest: 3 },
    });
  });

  // the mean of the losses is 6.25, with its penalty 2506
  test.each([
    [8, -1],
    [5, 1],
  ])(
    'flooding compares the data loss with level %d, and never ascends the penalty',
    (level, sign) => {
      const { gradient } = gradientOf(core.flooding({ level }));
      expect(gradient.map((v) => +v.toFixed(3))).toEqual([sign * 1.5 + 600, -sign * 2 - 800]);
    },
  );

  test('iFlooding floods each example, and no penalty', () => {
    // losses 4.5 and 8: one below the level, one above
    const { gradient, loss } = gradientOf(core.iFlooding({ level: 6 }));
    expect(gradient.map((v) => +v.toFixed(3))).toEqual([-1.5 + 600, -2 - 800]);
    expect(loss).toBe(6.25);
  });

  test('are means over micro-batches', () => {
    const lossFn: LossFunction = ({ microBatch }) => {
      const row = tf.tidy<tf.Tensor1D>(() => tf.mul(tf.slice(tf.square(w), microBatch, 1), 0.5));
      const metrics = { row: tf.scalar(microBatch) };
      return { losses: row, penalty: tf.tidy(() => tf.mul<tf.Scalar>(7, b)), metrics };
    };
    for (const rule of [core.plain(), core.flooding({ level: 0 })]) {
      const options = { step: 0, microBatches: [1, 3] };
      const result = core.computeGradient(rule, lossFn, { w, b }, options);
      const values = result.diagnostics.readSync();
      expect(values.metrics).toEqual({ row: 0.75 });
      expect([values.loss, values.penalty]).toEqual([4.5 / 4 + (3 * 8) / 4, 14]);
      expect(read(result.gradients)).toEqual({ w: [0.75, -3], b: [7] });
      result.dispose();
    }
  });
});

describe('wrong use', () => {
  const compute = (lossFn: LossFunction, variables: core.NamedVariables, more = {}) =>
    core.computeGradient(core.plain(), lossFn, variables, { step: 0, ...more });

  test('one variable under two names', () => {
    expect(() => compute(half, { w, again: w })).toThrow("'w' and 'again' are one variable");
  });

  test('a loss that depends on no variable', () => {
    const before = tf.memory().numTensors;
    for (const rule of [core.plain(), core.sam({ rho: 1 }), core.doubleBackprop({ gamma: 1 })]) {
      expect(() => core.computeGradient(rule, () => tf.scalar(1), { w }, { step: 0 })).toThrow(
        'The loss depends on none of the variables (w).',
      );
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  test('micro-batches of a function that cannot tell which one to compute', () => {
    expect(() => compute(half, { w }, { microBatches: 2 })).toThrow(
      'the loss function takes no argument that says which one to compute',
    );
  });

  test('a rule that keeps a vector from another step', () => {
    let kept: core.Vector | undefined;
    const forgetful = core.defineRule({
      name: 'test-forgetful',
      title: 'A rule that keeps a vector by itself',
      formula: 'g = the first g₁ that it ever saw',
      use: 'Never.',
      options: {},
      *step() {
        kept ??= yield* core.gradient();
        return core.mix([1, kept], [1, yield* core.gradient()]);
      },
    });
    expect(() => core.computeGradient(forgetful(), half, { w }, { step: 0 })).toThrow(
      'a rule must not keep vectors by itself',
    );
  });
});

test('double backpropagation takes a pass more for micro-batches, and says so', () => {
  const rule = core.doubleBackprop({ gamma: 0.1 });
  const lossFn: LossFunction = (_pass) => half();
  for (const microBatches of [1, 2]) {
    const result = core.computeGradient(rule, lossFn, { w }, { step: 0, microBatches });
    const expected = microBatches === 1 ? 3 : 4;
    expect(result.diagnostics.passes).toBe(expected);
    expect(core.costOf(rule, { microBatches }).passes).toBe(expected);
    expect(read(result.gradients).w.map((v) => +v.toFixed(5))).toEqual([3.3, -4.4]);
    result.dispose();
  }
});

test('the norm of the gradient of some parameters is that of these alone, of micro-batches too', () => {
  const rule = core.only(core.doubleBackprop({ lambda: 0.5 }), 'w');
  const lossFn: LossFunction = (_pass) => tf.tidy(() => tf.add<tf.Scalar>(half(), tf.square(b)));
  for (const microBatches of [1, 2]) {
    const result = core.computeGradient(rule, lossFn, { w, b }, { step: 0, microBatches });
    const gradients = read(result.gradients);
    expect(gradients.w.map((v) => +v.toFixed(5))).toEqual([3.3, -4.4]);
    expect(gradients.b).toEqual([4]);
    result.dispose();
  }
});

test('gnp with normalizeFirst is continuous at r = 0, and off where both numbers are 0', () => {
  const at = (r: number, alpha: number) => {
    const rule = core.gnp({ r, alpha, normalizeFirst: true });
    const result = core.computeGradient(rule, half, { w }, { step: 0 });
    const values = read(result.gradients).w;
    result.dispose();
    return values;
  };
  const expected = [3, -4].map((v) => 0.2 * (v / 5) + 0.8 * v);
  for (const r of [0, 1e-6]) at(r, 0.8).forEach((v, i) => expect(v).toBeCloseTo(expected[i], 4));
  expect(at(0, 0)).toEqual([3, -4]);
});

test('steps of every rule leave no tensor behind, in a scope or without', () => {
  const rules = core.allRules.map((factory) => {
    const needed = Object.entries(factory.options).filter(([, { needed }]) => needed);
    const options = Object.fromEntries(needed.map(([name]) => [name, 0.1]));
    return factory(factory.name === 'double-backprop' ? { gamma: 0.1 } : options);
  });
  const losses: LossFunction = () => tf.tidy(() => tf.square(w)) as tf.Tensor1D;
  const before = tf.memory();
  for (const rule of rules) {
    let state: tf.NamedTensorMap | undefined;
    for (let step = 0; step < 5; step++) {
      const result = core.computeGradient(rule, losses, { w }, { step, state });
      tf.dispose([result.loss, result.gradients, state ?? []]);
      result.diagnostics.dispose();
      state = result.state;
    }
    tf.dispose(state!);
    tf.tidy(() => void core.computeGradient(rule, losses, { w }, { step: 0 }));
  }
  expect(tf.memory().numTensors).toBe(before.numTensors);
  expect(tf.memory().numBytes).toBe(before.numBytes);
});
