import type { Tensor } from '@tensorflow/tfjs-core';
import { isSelected, suggest } from '@gnp/options';
import type { ModelVariables } from '@gnp/models';
import type { Config } from '../config/schema.js';
import { UsageError } from '../usage-error.js';

/**
 * Checks that each pattern of parameters' names means some parameter.
 *
 * @throws UsageError naming the pattern and the nearest parameter
 */
export function checkSelections({ rule, optimizer, l2Mask }: Config, parameters: ModelVariables) {
  const lists = {
    'rule.only': rule.only,
    'rule.exclude': rule.exclude,
    'optimizer.decayMask': optimizer.decayMask,
    l2Mask,
  };
  const names = Object.keys(parameters);
  for (const [key, patterns] of Object.entries(lists)) {
    // masks may be words
    if (!Array.isArray(patterns)) continue;
    for (const pattern of patterns as string[]) {
      const found = names.some((name) => isSelected(pattern, name, parameters[name] as Tensor));
      if (found) continue;
      throw new UsageError(
        `'${key}' names '${pattern}', but no parameter is called so.${suggest(pattern, names)}`,
      );
    }
  }
}
