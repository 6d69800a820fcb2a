import { define, flag, share } from '@gnp/options';
import type { Given } from '@gnp/options';
import { chain } from './chain.js';
import { decaying, decayOptions } from './decay.js';
import { scaleByLearningRate } from './learning-rate.js';
import { accumulateMomentum } from './momentum.js';
import { learningRate } from './optimizer.js';

/**
 * Stochastic gradient descent with (Nesterov) momentum: θ ← θ - η (u + w θ), with u from
 * {@link accumulateMomentum}. The defaults are those of the papers' recipes.
 *
 * @throws RangeError if a number is impossible
 */
export const sgd = define(
  {
    name: 'sgd',
    title: 'Stochastic gradient descent with momentum',
    paper: 'Sutskever et al., ICML 2013',
    options: {
      learningRate,
      momentum: share('decay of the accumulated gradient; 0: none', { default: 0.9 }),
      nesterov: flag("Nesterov's form of momentum, which looks a step ahead", { default: true }),
      ...decayOptions(0),
    },
  },
  ({ learningRate, momentum, nesterov, weightDecay, decayMask }) =>
    chain(
      ...(momentum === 0 ? [] : [accumulateMomentum({ momentum, nesterov })]),
      ...decaying(weightDecay, decayMask),
      scaleByLearningRate(learningRate),
    ),
);

/** Options of {@link sgd}. */
export type SgdOptions = Given<typeof sgd.options>;
