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
  const result = configSchema.safeParse(input);
  if (!result.success) {
    const lines = result.error.issues.map((issue) => describeIssue(issue, configSchema, input));
    throw new UsageError(lines.join('\n'));
  }
  const config = result.data;
  if (config.learningRate.warmupEpochs >= config.epochs) {
    throw new UsageError(
      `'learningRate.warmupEpochs' is ${config.learningRate.warmupEpochs}; ` +
        `it must be less than the ${config.epochs} epochs of the run.`,
    );
  }
  return config;
}
