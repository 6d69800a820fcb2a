import { canonicalName, listModels } from '@gnp/models';
import { UsageError } from '../usage-error.js';
import { settleLengths } from './durations.js';
import { describeIssue } from './describe-issue.js';
import { configSchema } from './schema.js';
import type { Config } from './schema.js';

/**
 * Checks a configuration and fills in its defaults. What is null is as if it were left out, and the
 * spelling of the model's name becomes that of the registry.
 *
 * @throws UsageError with a line for each thing that is wrong
 */
export function parseConfig(given: unknown): Config {
  const input = withCanonicalModel(withoutNulls(given));
  const schema = configSchema();
  const result = schema.safeParse(input);
  if (!result.success) {
    const lines = result.error.issues.map((issue) => describeIssue(issue, schema, input));
    throw new UsageError(lines.join('\n'));
  }
  const config = result.data as unknown as Config;
  settleLengths(input, config);
  checkLearningRate(config);
  checkRuleWarmup(config);
  checkParts(config);
  checkEarlyStopping(config);
  return config;
}

function withoutNulls(value: unknown): unknown {
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutNulls(inner)]));
}

function withCanonicalModel(config: unknown): unknown {
  if (!isObject(config) || !isObject(config.model)) return config;
  const { name } = config.model;
  if (typeof name !== 'string') return config;
  const known = listModels().find((model) => model.name === canonicalName(name));
  return known ? { ...config, model: { ...config.model, name: known.name } } : config;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function checkParts({ batchSize, microBatches, rule: { shards = 1 } }: Config): void {
  for (const [key, parts] of Object.entries({ microBatches, 'rule.shards': shards })) {
    if (parts !== 'auto' && parts > batchSize) {
      throw new UsageError(
        `'${key}' is ${parts}; it must be at most the ${batchSize} images of a batch ('batchSize').`,
      );
    }
  }
}

function checkEarlyStopping({ earlyStopping, weightAverage }: Config): void {
  if (!earlyStopping?.metric.startsWith('averaged.') || weightAverage) return;
  throw new UsageError(
    `'earlyStopping.metric' is '${earlyStopping.metric}', but no average is kept: set 'weightAverage.decay', for example to 0.999.`,
  );
}

function checkRuleWarmup({ rule, learningRate }: Config): void {
  const { warmup = 'none' } = rule;
  const of = rule.warmupEpochs ?? rule.warmupSteps ?? learningRate.warmupEpochs;
  const length = of ?? learningRate.warmupSteps ?? 0;
  if (warmup === 'none' || length > 0) return;
  throw new UsageError(
    `'rule.warmup' is '${warmup}' but takes no time: set 'rule.warmupEpochs', or 'learningRate.warmupEpochs', ` +
      `whose length it has by default, above 0.`,
  );
}

function checkLearningRate({ learningRate, epochs, steps: runSteps }: Config): void {
  const { warmupEpochs = 0, warmupSteps = 0 } = learningRate;
  const checks = [
    ['warmupEpochs', warmupEpochs, epochs, 'epochs'],
    ['warmupSteps', warmupSteps, runSteps, 'steps'],
  ] as const;
  for (const [key, warmup, whole = Infinity, unit] of checks) {
    if (warmup < whole) continue;
    throw new UsageError(
      `'learningRate.${key}' is ${warmup}; it must be less than the ${whole} ${unit} of the run.`,
    );
  }
  const { epochs: steps = [] } = learningRate;
  const shown = `'learningRate.epochs' is [${steps.join(', ')}]`;
  if (steps.some((epoch, i) => i > 0 && epoch <= steps[i - 1])) {
    throw new UsageError(`${shown}; the epochs must ascend.`);
  }
  if (steps[0] < warmupEpochs) {
    throw new UsageError(
      `${shown}; the rate cannot step down at epoch ${steps[0]}, within the ${warmupEpochs} epochs of ` +
        `the warmup ('learningRate.warmupEpochs').`,
    );
  }
}
