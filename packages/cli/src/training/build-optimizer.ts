import { allOptimizers, chain, clipByGlobalNorm } from '@gnp/optim';
import type { GradientTransform } from '@gnp/optim';
import { allSchedules } from '@gnp/warmup';
import type { Schedule } from '@gnp/warmup';
import { inSteps } from '../config/in-steps.js';
import type { Config } from '../config/schema.js';

/** Clipping, if asked for, and the optimizer that a configuration names, by its learning rate. */
export function buildOptimizer(config: Config, stepsPerEpoch: number): GradientTransform {
  const { name, ...given } = config.optimizer;
  const optimizer = allOptimizers.find((one) => one.name === name)!;
  const options = inSteps(optimizer.options, given, stepsPerEpoch);
  const update = optimizer({ ...options, learningRate: learningRateOf(config, stepsPerEpoch) });
  const { gradientClipping } = config;
  return gradientClipping === undefined
    ? update
    : chain(clipByGlobalNorm(gradientClipping), update);
}

type Lengths = Pick<Config, 'learningRate'> & Partial<Pick<Config, 'epochs' | 'steps'>>;

/** The learning rate of a run as a schedule of its optimizer steps, where recipes speak of epochs, or of steps. */
export function learningRateOf(
  { learningRate, epochs: totalEpochs, steps: totalSteps }: Lengths,
  stepsPerEpoch: number,
): Schedule {
  const { schedule: name, ...given } = learningRate;
  const schedule = allSchedules.find((one) => one.name === name)!;
  return schedule(inSteps(schedule.options, { ...given, totalEpochs, totalSteps }, stepsPerEpoch));
}
