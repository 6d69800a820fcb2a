import { directionOf, plus } from './descent.js';
import type { StudyRule } from './descent.js';
import { initialParameters, loss, weightGradient, weightsOf } from './network.js';
import type { Parameters, Regression } from './network.js';

/** How a network is trained. */
export interface RunOptions extends StudyRule {
  /** α: where u and v begin. */
  readonly alpha0: number;
  readonly learningRate: number;
  readonly steps: number;
}

/** Figures after some steps. */
export interface TracePoint {
  readonly step: number;
  readonly loss: number;
  /** ‖∇L‖². */
  readonly squaredGradientNorm: number;
  /** ‖β - β*‖². */
  readonly betaError: number;
  /** ‖β‖₁. */
  readonly betaL1: number;
}

/** What training came to. */
export interface RunResult {
  readonly trace: readonly TracePoint[];
  readonly beta: Float64Array;
  /** √(u⊙v) [d], which gradient flow keeps at α. */
  readonly effectiveAlpha: Float64Array;
  /** α exp(-4γ ∫ g⊙g′ dt) [d], what theory says it becomes. */
  readonly predictedEffectiveAlpha: Float64Array;
  /** Whether the parameters left the finite numbers. */
  readonly diverged: boolean;
}

/** Gradient descent by a rule; the trace has the first point, those at `traced` and the last. */
export function runDescent(
  problem: Regression,
  options: RunOptions,
  traced: readonly number[] = [],
): RunResult {
  const { alpha0, learningRate, steps, gamma } = options;
  const d = problem.truth.length;
  const exponent = new Float64Array(d);
  const wanted = new Set([0, ...traced, steps]);
  const trace: TracePoint[] = [];
  let at = initialParameters(d, alpha0);
  for (let step = 0; ; step++) {
    if (wanted.has(step)) trace.push(pointOf(problem, at, step));
    if (step === steps || !Number.isFinite(at.u[0])) break;
    const { gradient, shrinkage } = directionOf(problem, at, options);
    for (let i = 0; i < d; i++) exponent[i] += 4 * gamma * learningRate * shrinkage[i];
    at = plus(at, gradient, -learningRate);
  }
  return {
    trace,
    beta: weightsOf(at),
    effectiveAlpha: at.u.map((ui, i) => Math.sqrt(ui * at.v[i])),
    predictedEffectiveAlpha: exponent.map((value) => alpha0 * Math.exp(-value)),
    diverged: !Number.isFinite(loss(problem, at)),
  };
}

function pointOf(problem: Regression, at: Parameters, step: number): TracePoint {
  const beta = weightsOf(at);
  const g = weightGradient(problem, at);
  const { u, v } = at;
  return {
    step,
    loss: loss(problem, at),
    squaredGradientNorm: g.reduce(
      (sum, value, i) => sum + 4 * (u[i] * u[i] + v[i] * v[i]) * value * value,
      0,
    ),
    betaError: beta.reduce((sum, value, i) => sum + (value - problem.truth[i]) ** 2, 0),
    betaL1: beta.reduce((sum, value) => sum + Math.abs(value), 0),
  };
}
