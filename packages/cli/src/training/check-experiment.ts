import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Tensor } from '@tensorflow/tfjs-core';
import { trainableVariables } from '@gnp/models';
import { isSelected, suggest } from '@gnp/options';
import { balancedWeights } from '@gnp/trainer';
import type { Config } from '../config/schema.js';
import { UsageError } from '../usage-error.js';

/** @throws UsageError if a pattern of parameters' names means none of them */
export function checkSelections({ rule, optimizer, l2Mask }: Config, model: LayersModel): void {
  const parameters = trainableVariables(model);
  const names = Object.keys(parameters);
  const lists = {
    'rule.only': rule.only,
    'rule.exclude': rule.exclude,
    'optimizer.decayMask': optimizer.decayMask,
    l2Mask,
  };
  for (const [key, patterns] of Object.entries(lists)) {
    if (!Array.isArray(patterns)) continue; // masks may be words
    for (const pattern of patterns as string[]) {
      if (names.some((name) => isSelected(pattern, name, parameters[name] as Tensor))) continue;
      throw new UsageError(
        `'${key}' names '${pattern}', but no parameter is called so.${suggest(pattern, names)}`,
      );
    }
  }
}

/** @throws UsageError if the run is to be stopped by a figure that its tests do not have */
export function checkMetric({ earlyStopping }: Config, classes: number): void {
  if (!earlyStopping?.metric.endsWith('top5ErrorRate') || classes > 5) return;
  throw new UsageError(
    `'earlyStopping.metric' is '${earlyStopping.metric}', which needs more than the ${classes} classes there are.`,
  );
}

export function classWeightsOf(
  { classWeights }: Config,
  labels: Int32Array,
  classes: number,
): readonly number[] | undefined {
  if (classWeights === 'balanced') return balancedWeights(labels, classes);
  if (classWeights === undefined || classWeights.length === classes) return classWeights;
  throw new UsageError(
    `'classWeights' has ${classWeights.length} numbers; there are ${classes} classes.`,
  );
}
