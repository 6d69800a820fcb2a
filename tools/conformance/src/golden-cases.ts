import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import { goldenNetworks } from './golden-networks.js';

/** One network with its data, and the float64 gradients of each rule. */
export interface GoldenCase {
  name: string;
  l2: number;
  paramShapes: number[][];
  params: number[][];
  xShape: number[];
  x: number[];
  yShape: [number, number];
  y: number[];
  loss: number;
  gradientNorm: number;
  gradient: number[][];
  hessianTimesGradient: number[][];
  rules: Record<string, number[][]>;
}

/** The cases of the reference file. */
export const { cases: goldenCases } = JSON.parse(
  readFileSync(new URL('../goldens/gradient-rules.json', import.meta.url), 'utf8'),
) as { cases: GoldenCase[] };

/** A training problem: named parameters and the losses of its examples [batch]. */
export interface Problem {
  readonly parameters: Record<string, tf.Variable>;
  readonly lossFn: () => tf.Tensor1D;
  dispose(): void;
}

/** The problem of a reference case. */
export function goldenProblem(golden: GoldenCase): Problem {
  const variables = golden.params.map((values, i) =>
    tf.tidy(() => tf.variable(tf.tensor(values, golden.paramShapes[i]))),
  );
  const x = tf.tensor(golden.x, golden.xShape);
  const y = tf.tensor2d(golden.y, golden.yShape);
  const lossFn = () =>
    tf.tidy(() => {
      const logits = goldenNetworks[golden.name](x, variables);
      const crossEntropies = tf.neg(tf.sum(tf.mul(y, tf.logSoftmax(logits)), 1));
      const squares = tf.addN(variables.map((p) => tf.sum(tf.square(p))));
      return tf.add<tf.Tensor1D>(crossEntropies, tf.mul(squares, 0.5 * golden.l2));
    });
  const parameters = Object.fromEntries(variables.map((v, i) => [`p${i}`, v]));
  return { parameters, lossFn, dispose: () => tf.dispose([variables, x, y]) };
}

/** Losses ½ (xᵢ·θ - yᵢ)² of a few examples. */
export function quadraticProblem(): Problem {
  const theta = tf.tidy(() => tf.variable(tf.tensor1d([0.4, -0.7, 0.2])));
  const x = tf.randomNormal<tf.Rank.R2>([5, 3], 0, 1, 'float32', 11);
  const y = tf.tensor1d([1, -1, 0.5, 2, 0]);
  const lossFn = () =>
    tf.tidy(() => tf.mul<tf.Tensor1D>(0.5, tf.square(tf.sub(tf.dot(x, theta as tf.Tensor1D), y))));
  return { parameters: { theta }, lossFn, dispose: () => tf.dispose([theta, x, y]) };
}
