import { checkConstant, valueAt } from '@gnp/warmup';
import type { NumberOrSchedule } from '@gnp/warmup';
import type { GradientRule } from '../gradient-rule.js';
import { ruleRecord } from '../records/rule-record.js';
import type { NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import { abs, add, mul } from '@tensorflow/tfjs-core';
import { mapTensors } from '../named-tensors.js';
import { perturbed } from './combination.js';

/** Options of {@link asam}. */
export interface AsamOptions {
  /** Radius of the neighbourhood, relative to the parameters, ≥ 0. The paper uses 0.5 on CIFAR-10, 1 on CIFAR-100. */
  readonly rho: NumberOrSchedule;
  /** Added to each weight's size, ≥ 0. Default 0.01, the paper's. */
  readonly eta?: NumberOrSchedule;
  /**
   * Which parameters count as weights, whose neighbourhood scales with their size; others are scaled by
   * 1, as biases are. Default: those of two or more axes.
   */
  readonly isWeight?: (name: string, parameter: Tensor) => boolean;
}

/**
 * Adaptive sharpness-aware minimisation: a neighbourhood that scales with the weights,
 *
 * g = ∇L(θ + ρ T² g₁/‖T g₁‖), with g₁ = ∇L(θ), T = |w| + η on weights and 1 elsewhere.
 *
 * Two passes a step.
 *
 * Kwon, Kim, Park and Choi, "ASAM: Adaptive Sharpness-Aware Minimization for Scale-Invariant Learning
 * of Deep Neural Networks", ICML 2021, arXiv 2102.11600.
 *
 * @throws RangeError if rho or eta is negative or not finite
 */
export function asam({
  rho,
  eta = 0.01,
  isWeight = (_, parameter) => parameter.rank >= 2,
}: AsamOptions): GradientRule {
  checkConstant(rho, 'rho');
  checkConstant(eta, 'eta');
  return {
    name: 'asam',
    passes: () => 2,
    apply(call) {
      const { oracle, parameters, step } = call;
      const values = { rho: valueAt(rho, step, 'rho'), eta: valueAt(eta, step, 'eta') };
      const timesT = (tensors: NamedTensorMap) =>
        mapTensors(tensors, (tensor, name) =>
          isWeight(name, parameters[name])
            ? mul(tensor, add(abs(parameters[name]), values.eta))
            : tensor.clone(),
        );
      const first = oracle();
      const measured = timesT(first.gradients);
      const second = oracle({ direction: timesT(measured), measured, radius: values.rho });
      return perturbed(call, first, second, [[1, second.gradients]], values);
    },
  };
}

export const asamRecord = ruleRecord<Omit<AsamOptions, 'isWeight'>>({
  name: 'asam',
  title: 'Adaptive SAM',
  paper: 'Kwon et al., ICML 2021, arXiv 2102.11600',
  formula: 'g = ∇L(θ + ρ T² g₁/‖T g₁‖), T = |w| + η on weights, 1 on the rest',
  passes: '2',
  options: {
    rho: { number: 'radius, relative to the weights; 0.5 on CIFAR-10, 1 on CIFAR-100' },
    eta: { number: 'added to the size of each weight', default: 0.01 },
  },
  use: 'Where layers differ much in scale; its sharpness does not change when weights are rescaled.',
  note: 'Parameters of two or more axes count as weights; `isWeight` in code says otherwise.',
  make: asam,
});
