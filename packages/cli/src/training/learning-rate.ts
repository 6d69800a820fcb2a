import { constant, cosine, exponential, join, linear, piecewise } from '@gnp/warmup';
import type { Schedule } from '@gnp/warmup';
import type { Config } from '../config/schema.js';

/**
 * The learning rate of a run as a schedule of its optimizer steps: a linear warmup from 0, then the
 * configured shape over the steps that remain.
 */
export function learningRateSchedule(
  config: Config['learningRate'],
  epochs: number,
  stepsPerEpoch: number,
): Schedule {
  const { peak } = config;
  const toSteps = (count: number) => Math.round(count * stepsPerEpoch);
  const warmupSteps = toSteps(config.warmupEpochs);
  const remaining = toSteps(epochs) - warmupSteps;
  const after = (): Schedule => {
    switch (config.schedule) {
      case 'cosine':
        return cosine({ from: peak, to: config.end, steps: remaining });
      case 'constant':
        return constant(peak);
      case 'exponential':
        return exponential({ from: peak, rate: config.remaining, steps: remaining });
      case 'piecewise': {
        const steps = config.epochs.map((epoch) => toSteps(epoch) - warmupSteps);
        return piecewise({ from: peak, factors: steps.map((step) => [step, config.factor]) });
      }
    }
  };
  return join([linear({ from: 0, to: peak, steps: warmupSteps }), after()], [warmupSteps]);
}
