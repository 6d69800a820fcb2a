import { UsageError } from '../usage-error.js';
import { describeIssue } from './describe-issue.js';
import { configSchema } from './schema.js';
import type { Config } from './schema.js';

/**
 * Checks a configuration and fills in its defaults.
 *
 * @throws UsageError with a line for each thing that is wrong
 */
export function parseConfig(input: unknown): Config {
  const schema = configSchema();
  const result = schema.safeParse(input);
  if (!result.success) {
    const lines = result.error.issues.map((issue) => describeIssue(issue, schema, input));
    throw new UsageError(lines.join('\n'));
  }
  checkLearningRate(result.data);
  checkParts(result.data);
  return result.data;
}

function checkParts({ batchSize, microBatches, rule: { shards = 1 } }: Config): void {
  for (const [key, parts] of Object.entries({ microBatches, 'rule.shards': shards })) {
    if (parts > batchSize) {
      throw new UsageError(
        `'${key}' is ${parts}; it must be at most the ${batchSize} images of a batch ('batchSize').`,
      );
    }
  }
}

function checkLearningRate({ learningRate, epochs }: Config): void {
  const { warmupEpochs } = learningRate;
  if (warmupEpochs >= epochs) {
    throw new UsageError(
      `'learningRate.warmupEpochs' is ${warmupEpochs}; ` +
        `it must be less than the ${epochs} epochs of the run.`,
    );
  }
  if (learningRate.schedule !== 'piecewise') return;
  const steps = learningRate.epochs;
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
