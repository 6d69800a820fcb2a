import type { Config } from '../config/schema.js';
import { UsageError } from '../usage-error.js';

/**
 * In how many parts a batch is computed: `microBatches`, and at least as many as the rule has shards.
 *
 * @throws UsageError if the parts cannot be shared out among the shards
 */
export function microBatchesOf({ microBatches, rule: { shards = 1 } }: Config): number {
  if (microBatches === 1 || microBatches % shards === 0) return Math.max(microBatches, shards);
  throw new UsageError(
    `'microBatches' is ${microBatches}; with 'rule.shards' at ${shards} it must be a multiple of that.`,
  );
}
