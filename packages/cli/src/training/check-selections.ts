import type { Tensor } from '@tensorflow/tfjs-core';
import { isSelected, suggest } from '@gnp/options';
import type { ModelVariables } from '@gnp/models';
import type { RuleConfig } from '../config/rule-schema.js';
import { UsageError } from '../usage-error.js';

/**
 * Checks that each pattern of `rule.only` and `rule.exclude` means some parameter.
 *
 * @throws UsageError naming the pattern and the nearest parameter
 */
export function checkSelections(rule: RuleConfig, parameters: ModelVariables): void {
  const names = Object.keys(parameters);
  for (const key of ['only', 'exclude'] as const) {
    for (const pattern of rule[key] ?? []) {
      const found = names.some((name) => isSelected(pattern, name, parameters[name] as Tensor));
      if (found) continue;
      throw new UsageError(
        `'rule.${key}' names '${pattern}', but no parameter is called so.${suggest(pattern, names)}`,
      );
    }
  }
}
