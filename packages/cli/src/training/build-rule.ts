import { gnp, plain, sam } from '@gnp/core';
import type { GradientRule } from '@gnp/core';
import { grWarmup } from '@gnp/warmup';
import type { Config } from '../config/schema.js';

/** The gradient rule that a configuration names. */
export function buildRule(config: Config, stepsPerEpoch: number): GradientRule {
  const { rule, learningRate } = config;
  switch (rule.name) {
    case 'plain':
      return plain();
    case 'sam':
      return sam({ rho: rule.rho });
    case 'gnp': {
      const epochs = rule.warmupEpochs ?? learningRate.warmupEpochs;
      const warmupSteps = Math.round(epochs * stepsPerEpoch);
      const schedules = grWarmup(rule.warmup, { r: rule.r, alpha: rule.alpha, warmupSteps });
      return gnp({ ...schedules, normalizeFirst: rule.normalizeFirst });
    }
  }
}
