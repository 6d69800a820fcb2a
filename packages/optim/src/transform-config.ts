import { show, suggest } from '@gnp/options';
import { scaleByAdam } from './adam-w.js';
import { chain } from './chain.js';
import { clipByGlobalNorm } from './clip-by-global-norm.js';
import { addDecayedWeights, everyParameter, kernelsOnly } from './decay.js';
import { stagesOf } from './gradient-transform.js';
import type { GradientTransform } from './gradient-transform.js';
import { scaleByLearningRate } from './learning-rate.js';
import { accumulateMomentum } from './momentum.js';
import { scaleByRms } from './rms-prop.js';

/** The masks that a configuration can name: those that do not go by the names of parameters. */
const masks = { everyParameter, kernelsOnly };

/** What makes a transform again. Options come from a file; the functions check them. */
const makers: Record<string, (options: Record<string, never>) => GradientTransform> = {
  accumulateMomentum: ({ momentum, nesterov }) => accumulateMomentum({ momentum, nesterov }),
  addDecayedWeights: ({ weightDecay, mask }) => addDecayedWeights(weightDecay, maskNamed(mask)),
  clipByGlobalNorm: ({ maxNorm }) => clipByGlobalNorm(maxNorm),
  scaleByAdam: ({ beta1, beta2, epsilon }) => scaleByAdam({ beta1, beta2, epsilon }),
  scaleByLearningRate: ({ learningRate }) => scaleByLearningRate(learningRate),
  scaleByRms: ({ decay, epsilon }) => scaleByRms({ decay, epsilon }),
};

/** A transform as plain data: the options of its stages, each with its `name`. */
type PlainConfig = { [option: string]: number | boolean | string }[];

/**
 * The plain data that {@link fromConfig} makes the transform of again.
 *
 * @throws Error if it holds functions: schedules, masks other than `everyParameter` and `kernelsOnly`,
 *   or transforms from elsewhere
 */
export function toConfig(transform: GradientTransform): PlainConfig {
  return stagesOf(transform).map(({ config }) => {
    if (!config) throw unsaved('a transform of its chain was not made by @gnp/optim');
    const { name, ...options } = config;
    const plain = Object.entries(options).map(([option, value]) => {
      return [option, plainValue(`${option} of ${name}`, value)];
    });
    return { name, ...Object.fromEntries(plain) };
  });
}

/**
 * @throws Error if it is not what {@link toConfig} gave
 * @throws RangeError if a number is impossible
 */
export function fromConfig(config: unknown): GradientTransform {
  if (!Array.isArray(config) || config.length === 0) {
    throw new Error('The saved configuration of the optimizer has no list of transforms.');
  }
  const stages = (config as Record<string, never>[]).map((options) => {
    const name: string = options.name;
    return nameIn(makers, 'transform', name)(options);
  });
  return chain(...stages);
}

function plainValue(option: string, value: unknown): number | boolean | string {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  const known = Object.entries(masks).find(([, mask]) => mask === value);
  if (known) return known[0];
  throw unsaved(`${option} is ${show(value)}`);
}

function unsaved(reason: string): Error {
  return new Error(
    `The optimizer's configuration cannot be saved: ${reason}. Save the model without ` +
      'includeOptimizer and keep what getWeights() gives; setWeights() of an optimizer that the same ' +
      'program makes takes it.',
  );
}

const maskNamed = (name: string) => nameIn(masks, 'mask', name);

function nameIn<T>(known: Record<string, T>, kind: string, name: string): T {
  if (Object.hasOwn(known, name)) return known[name];
  throw new Error(
    `The saved configuration of the optimizer has an unknown ${kind} '${name}'.` +
      suggest(name, Object.keys(known)),
  );
}
