import * as tf from '@tensorflow/tfjs';
import {
  backwardDifference,
  computeGradient,
  doubleBackprop,
  forwardDifference,
  plain,
} from '@gnp/core';
import type { Rule } from '@gnp/core';
import { sparseRegression } from './data.js';
import { directionOf } from './descent.js';
import type { StudyRule } from './descent.js';

const [gamma, epsilon] = [0.05, 0.02];
const problem = sparseRegression({
  examples: 6,
  dimensions: 8,
  nonZero: 2,
  mean: 1,
  variance: 1,
  seed: 3,
});
const at = {
  u: Float64Array.from({ length: 8 }, (_, i) => 0.3 + 0.02 * i),
  v: Float64Array.from({ length: 8 }, (_, i) => 0.4 - 0.03 * i),
};

test.each<[StudyRule['rule'], Rule]>([
  ['gd', plain()],
  ['forward-difference', forwardDifference({ gamma, epsilon })],
  ['backward-difference', backwardDifference({ gamma, epsilon })],
  ['double-backprop', doubleBackprop({ gamma })],
])('%s of the study, in float64, is the rule of @gnp/core', async (name, rule) => {
  await tf.setBackend('cpu');
  const x = tf.tensor2d(problem.x.map((row) => [...row]));
  const y = tf.tensor1d([...problem.y]);
  const [u, v] = [at.u, at.v].map((values) => tf.variable(tf.tensor1d([...values])));
  const loss = () =>
    tf.tidy(() => {
      const beta = tf.sub(tf.square(u), tf.square(v));
      const predicted = tf.reshape(tf.matMul(x, tf.reshape(beta, [-1, 1])), [-1]);
      return tf.div<tf.Scalar>(tf.mean(tf.square(tf.sub(predicted, y))), 2);
    });
  const { gradients } = computeGradient(rule, loss, { u, v }, { step: 0 });
  const { gradient } = directionOf(problem, at, { rule: name, gamma, epsilon });
  for (const key of ['u', 'v'] as const) {
    const ours = Array.from(gradients[key].dataSync());
    expect(ours).toEqual(Array.from(gradient[key], (value) => expect.closeTo(value, 3)));
  }
  tf.disposeVariables();
});
