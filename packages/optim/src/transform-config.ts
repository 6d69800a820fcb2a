import { maskWords, show, suggest } from '@gnp/options';
import type { Mask } from '@gnp/options';
import { scaleByAdam } from './adam-w.js';
import { chain } from './chain.js';
import { clipByGlobalNorm } from './clip-by-global-norm.js';
import { addDecayedWeights } from './decay.js';
import { stagesOf } from './gradient-transform.js';
import type { GradientTransform } from './gradient-transform.js';
import { scaleByLearningRate } from './learning-rate.js';
import { accumulateMomentum } from './momentum.js';
import { scaleByRms } from './rms-prop.js';

/** What makes a transform again. Options come from a file; the functions check them. */
const makers: Record<string, (options: Record<string, never>) => GradientTransform> = {
  accumulateMomentum: ({ momentum, nesterov }) => accumulateMomentum({ momentum, nesterov }),
  addDecayedWeights: ({ weightDecay, mask }) => addDecayedWeights(weightDecay, maskOf(mask)),
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
 * @throws Error if it holds functions or names of parameters: schedules, masks other than 'all' and
 *   'kernels', or transforms from elsewhere
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
  // masks of names are not saved: another model in the process changes the names
  if (isWord(value)) return value;
  throw unsaved(`${option} is ${show(value)}`);
}

function unsaved(reason: string): Error {
  return new Error(
    `The optimizer's configuration cannot be saved: ${reason}. Save the model without ` +
      'includeOptimizer and keep what getWeights() gives; setWeights() of an optimizer that the same ' +
      'program makes takes it.',
  );
}

const isWord = (value: unknown): value is (typeof maskWords)[number] =>
  maskWords.some((word) => word === value);

function maskOf(word: string): Mask {
  if (isWord(word)) return word;
  throw unknownName('mask', word, maskWords);
}

function nameIn<T>(known: Record<string, T>, kind: string, name: string): T {
  if (Object.hasOwn(known, name)) return known[name];
  throw unknownName(kind, name, Object.keys(known));
}

function unknownName(kind: string, name: string, known: readonly string[]): Error {
  return new Error(
    `The saved configuration of the optimizer has an unknown ${kind} '${name}'.` +
      suggest(name, known),
  );
}
