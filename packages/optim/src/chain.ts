import { stagesOf } from './gradient-transform.js';
import type { GradientTransform } from './gradient-transform.js';

/**
 * Runs transforms one after another, each on the updates of the one before. Their states are joined
 * into one map.
 *
 * @throws Error if two transforms use the same state slot
 */
export function chain(...transforms: GradientTransform[]): GradientTransform {
  return {
    stages: transforms.flatMap(stagesOf),
    init(parameters) {
      const states = transforms.map((transform) => transform.init(parameters));
      const keys = states.flatMap((state) => Object.keys(state));
      const repeated = keys.find((key, i) => keys.indexOf(key) !== i);
      if (repeated)
        throw new Error(`Two transforms of a chain both keep a state named '${repeated}'.`);
      return Object.assign({}, ...states);
    },
    update(gradients, state, parameters, step) {
      const next = {};
      let updates = gradients;
      for (const transform of transforms) {
        const result = transform.update(updates, state, parameters, step);
        updates = result.updates;
        Object.assign(next, result.state);
      }
      return { updates, state: next };
    },
  };
}
