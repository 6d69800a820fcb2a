import {
  adamW,
  chain,
  clipByGlobalNorm,
  everyParameter,
  kernelsOnly,
  rmsProp,
  sgd,
} from '@gnp/optim';
import type { GradientTransform } from '@gnp/optim';
import type { Schedule } from '@gnp/warmup';
import type { Config } from '../config/schema.js';

/** Which parameters a penalty covers, by the name that configurations use. */
export const parameterMasks = { all: everyParameter, kernels: kernelsOnly };

/** Clipping, if asked for, and the optimizer that a configuration names. */
export function buildOptimizer(config: Config, learningRate: Schedule): GradientTransform {
  const update = build(config.optimizer, learningRate);
  const { gradientClipping } = config;
  return gradientClipping === null ? update : chain(clipByGlobalNorm(gradientClipping), update);
}

function build(config: Config['optimizer'], learningRate: Schedule): GradientTransform {
  const shared = { learningRate, decayMask: parameterMasks[config.decayedParameters] };
  switch (config.name) {
    case 'sgd':
      return sgd({ ...config, ...shared });
    case 'adamw':
      return adamW({ ...config, ...shared });
    case 'rmsprop':
      return rmsProp({ ...config, ...shared });
  }
}
