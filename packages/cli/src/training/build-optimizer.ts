import { allOptimizers, chain, clipByGlobalNorm } from '@gnp/optim';
import type { GradientTransform } from '@gnp/optim';
import type { Schedule } from '@gnp/warmup';
import { inSteps } from '../config/in-steps.js';
import type { Config } from '../config/schema.js';

/** Clipping, if asked for, and the optimizer that a configuration names. */
export function buildOptimizer(
  { optimizer: { name, ...given }, gradientClipping }: Config,
  learningRate: Schedule,
  stepsPerEpoch: number,
): GradientTransform {
  const optimizer = allOptimizers.find((one) => one.name === name)!;
  const update = optimizer({ ...inSteps(optimizer.options, given, stepsPerEpoch), learningRate });
  return gradientClipping === undefined
    ? update
    : chain(clipByGlobalNorm(gradientClipping), update);
}
