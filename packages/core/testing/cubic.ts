import * as tf from '@tensorflow/tfjs-core';
import { computeGradient } from '../src/index.js';
import type { ComputeGradientOptions, Pass, Rule } from '../src/index.js';
import type { Vector } from './vectors.js';

/** A symmetric matrix. */
const A = [
  [3, 1, 0, 0.5],
  [1, 2, -0.5, 0],
  [0, -0.5, 1, 0.3],
  [0.5, 0, 0.3, 2],
];

/** L(θ) = ½ θᵀAθ + ⅙ Σ θᵢ³ + 1, whose derivatives are known: not quadratic, so that order matters. */
export const cubic = {
  loss: (x: Vector): number =>
    1 + x.reduce((sum, xi, i) => sum + 0.5 * xi * row(i, x) + xi ** 3 / 6, 0),
  gradient: (x: Vector): number[] => x.map((xi, i) => row(i, x) + xi ** 2 / 2),
  hessianTimes: (x: Vector, v: Vector): number[] => x.map((xi, i) => row(i, v) + xi * v[i]),
};

const row = (i: number, x: Vector) => A[i].reduce((sum, a, j) => sum + a * x[j], 0);

/** The same loss of two variables: a matrix `w` [1, 3], which counts as a weight, and `b` [1]. */
export class CubicProblem {
  readonly variables: Record<'w' | 'b', tf.Variable>;

  constructor(start: Vector) {
    this.variables = {
      w: tf.variable(tf.tensor2d([start.slice(0, 3)])),
      b: tf.variable(tf.tensor1d(start.slice(3))),
    };
  }

  moveTo(point: Vector): void {
    tf.tidy(() => {
      this.variables.w.assign(tf.tensor2d([point.slice(0, 3)]));
      this.variables.b.assign(tf.tensor1d(point.slice(3)));
    });
  }

  readonly loss = (_?: Pass): tf.Scalar =>
    tf.tidy(() => {
      const x = tf.concat([tf.reshape(this.variables.w, [3]), this.variables.b]) as tf.Tensor1D;
      const quadratic = tf.mul(0.5, tf.dot(x, tf.dot(tf.tensor2d(A), x)));
      return tf.add<tf.Scalar>(tf.add(quadratic, tf.div(tf.sum(tf.pow(x, 3)), 6)), 1);
    });

  /** The rule's gradient as one vector; disposes of all else but the state. */
  step(rule: Rule, options: ComputeGradientOptions) {
    const result = computeGradient(rule, this.loss, this.variables, options);
    const { w, b } = result.gradients;
    const gradient = [...(w?.dataSync() ?? []), ...(b?.dataSync() ?? [])];
    const [loss] = result.loss.dataSync();
    const { passes, hyperparameters } = result.diagnostics;
    const diagnostics = { ...result.diagnostics.readSync(), passes, hyperparameters };
    tf.dispose([result.loss, result.gradients]);
    result.diagnostics.dispose();
    return { gradient, loss, state: result.state, diagnostics };
  }

  dispose(): void {
    tf.dispose(this.variables);
  }
}
